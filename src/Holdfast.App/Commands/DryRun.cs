using Holdfast.Actions;

namespace Holdfast.App;

/// <summary><c>run --dry-run</c>: shows what a send action would send.</summary>
internal sealed class DryRun(Screen screen, string goOn)
{
    private long _new;
    private long _open;
    private long _settled;

    /// <summary>Shows one effect.</summary>
    public void Show(EffectPreview effect)
    {
        string word = effect switch
        {
            { WouldBeSent: true, State: EffectState.Failed } => "would be sent again",
            { WouldBeSent: true } => "would be sent",
            _ => EffectsCommand.Word(effect.State!.Value),
        };
        (_new, _open, _settled) = effect switch
        {
            { WouldBeSent: true } => (_new + 1, _open, _settled),
            { State: EffectState.Sending or EffectState.InDoubt } => (_new, _open + 1, _settled),
            _ => (_new, _open, _settled + 1),
        };
        screen.Print($"{word}  {effect.Key}  {JsonLine.Readable(effect.PayloadJson)}");
    }

    /// <summary>The last line, and the verdict.</summary>
    public Verdict End((RunEnd End, string? Reason) ended)
    {
        string open = _open == 0 ? "" : $", {Words.Number(_open)} without a clear answer";
        screen.Print($"dry run: {Words.Number(_new)} would be sent{open}, {Words.Number(_settled)} settled before; nothing was sent, nothing was changed");
        return RunVerdict.From(ended.End, ended.Reason, goOn);
    }
}
