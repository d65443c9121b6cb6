using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary><c>run [ACTION]</c>: resumes what is unfinished, or begins.</summary>
internal sealed class RunCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string?> _action = ActionChoice.Argument();

    private readonly Option<int?> _concurrency = Number(
        "--concurrency", "How many batches are fetched at a time", nameof(RunSettings.Concurrency));

    private readonly Option<int?> _batch = Number("--batch", "The largest number of items in one commit", nameof(RunSettings.BatchSize));
    private readonly Option<bool> _headed = new("--headed") { Description = "Show the browser [HOLDFAST_HEADED]" };
    private readonly Option<string?> _profile = new("--profile")
    {
        HelpName = "FOLDER",
        Description = "Keep the browser's profile in this folder, so that a login outlives the run [HOLDFAST_PROFILE]",
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show everything that goes to the log file" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what a send action would send; send nothing, change nothing" };

    public RunCommand(CommandContext context)
    {
        _context = context;
        Symbol = new Command("run", "Run an action, or go on with its unfinished run")
        {
            _action, _concurrency, _batch, _headed, _profile, _verbose, _dryRun,
        };
        foreach (IAppOption option in context.Options)
        {
            Symbol.Add(option.Symbol);
        }

        Symbol.SetAction(async (result, _) =>
        {
            Take(result);
            context.Verdict = await new ActionRun(context, result.GetValue(_action), result.GetValue(_verbose), result.GetValue(_dryRun))
                .RunAsync().ConfigureAwait(false);
            return context.Verdict.Code;
        });
    }

    public Command Symbol { get; }

    /// <summary>The options that the environment may supply.</summary>
    public IEnumerable<Option> FromEnvironment => [_concurrency, _batch, _headed, _profile, .. _context.Options.Select(option => option.Symbol)];

    private void Take(ParseResult result)
    {
        RunSettings settings = _context.Settings;
        settings.Concurrency = result.GetValue(_concurrency) ?? settings.Concurrency;
        settings.BatchSize = result.GetValue(_batch) ?? settings.BatchSize;
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        if (result.GetValue(_headed))
        {
            values["Holdfast:Headed"] = "true";
        }

        if (result.GetValue(_profile) is { Length: > 0 } profile)
        {
            values["Holdfast:ProfileFolder"] = Path.GetFullPath(profile);
        }

        foreach (IAppOption option in _context.Options)
        {
            option.Take(result);
            if (option.Text is { } text)
            {
                values[option.Key] = text;
            }
        }

        foreach (AppSecret secret in _context.Secrets)
        {
            secret.Take(_context.Environment.Variable);
        }

        _context.Host.Configuration.AddInMemoryCollection(values);
    }

    // The limits are those of the setting itself, told in the same place.
    private static Option<int?> Number(string name, string description, string setting)
    {
        RangeAttribute range = typeof(RunSettings).GetProperty(setting)!.GetCustomAttribute<RangeAttribute>()!;
        Option<int?> option = new(name)
        {
            HelpName = "N",
            Description = $"{description}, {range.Minimum} to {range.Maximum} [{EnvironmentSettings.Variable(name)}]",
        };
        option.CustomParser = result => NumberValue.Between(result, name, (int)range.Minimum, (int)range.Maximum);
        return option;
    }
}
