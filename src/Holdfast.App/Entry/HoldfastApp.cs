using System.CommandLine;
using System.Globalization;
using Holdfast.Actions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.App;

/// <summary>A command-line tool made of actions: <c>run</c>, <c>runs</c>, <c>incidents</c>, <c>effects</c>, <c>export</c> and <c>sweep</c>.</summary>
public sealed class HoldfastApp
{
    private readonly string[] _args;
    private readonly HostApplicationBuilder _host;
    private readonly IReadOnlyList<IAppOption> _options;
    private readonly IReadOnlyList<AppSecret> _secrets;
    private readonly RunSettings _settings;
    private readonly StrictSettings _strict;
    private readonly AppEnvironment? _environment;

    internal HoldfastApp(
        string[] args, HostApplicationBuilder host, IReadOnlyList<IAppOption> options, IReadOnlyList<AppSecret> secrets, RunSettings settings,
        StrictSettings strict, AppEnvironment? environment)
    {
        _args = args;
        _host = host;
        _options = options;
        _secrets = secrets;
        _settings = settings;
        _strict = strict;
        _environment = environment;
    }

    /// <summary>Begins an app.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>The builder.</returns>
    public static HoldfastAppBuilder CreateBuilder(string[] args) => CreateBuilder(args, null);

    internal static HoldfastAppBuilder CreateBuilder(string[] args, AppEnvironment? environment)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new HoldfastAppBuilder(args, environment);
    }

    /// <summary>Reads the command line and carries it out. Never throws: what goes wrong becomes one line on standard error.</summary>
    /// <returns>One of <see cref="ExitCode"/>, for the process to end with.</returns>
    public async Task<int> RunAsync()
    {
        AppEnvironment environment = _environment ?? AppEnvironment.Current(
            _args.Contains("--plain", StringComparer.Ordinal) ? TerminalTraits.Plain : TerminalTraits.Current(), _args);
        CommandContext context = new(environment, _host, _options, _secrets, _settings, _args);
        foreach (string word in _args)
        {
            CallSecrets.Tell(word);
        }

        Verdict verdict;
        try
        {
            SettingPlaces.Take(_strict, _settings, _options);
            OptionVariables.Require(environment.Variables.Select(static variable => variable.Key), _options, _secrets);
            verdict = await CarryOutAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            verdict = ExceptionVerdict.From(exception, context.LogPath);
        }

        if (verdict.Message is { } message)
        {
            environment.Screen.PrintError($"{environment.Program}: {message}");
        }

        await environment.Screen.PrintedAsync().ConfigureAwait(false);
        environment.Restore();
        return verdict.Code;
    }

    private static async Task<Verdict> CarryOutAsync(CommandContext context)
    {
        CommandTree tree = new(context);
        ParseResult result = tree.Parse(context.Args);
        if (UsageCheck.Find(result, tree, context) is { } problem)
        {
            throw new UsageException(problem);
        }

        using StringWriter help = new(CultureInfo.InvariantCulture);
        InvocationConfiguration invocation = new()
        {
            Output = help,
            Error = context.Environment.Screen.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        int code = await result.InvokeAsync(invocation).ConfigureAwait(false);
        if (help.ToString() is { Length: > 0 } text)
        {
            await context.Environment.Screen.Output.WriteAsync(HelpText.Of(text, tree.Root, context.Environment.Call)).ConfigureAwait(false);
        }

        return context.Verdict ?? new Verdict(code);
    }
}
