using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.App;

/// <summary>Collects a program's actions, options and session.</summary>
public sealed class HoldfastAppBuilder : IHoldfastBuilder
{
    private readonly string[] _args;
    private readonly AppEnvironment? _environment;
    private readonly HostApplicationBuilder _host;
    private readonly List<IAppOption> _options = [];
    private readonly List<AppSecret> _secrets = [];
    private readonly RunSettings _settings = new();
    private readonly StrictSettings _strict;

    internal HoldfastAppBuilder(string[] args, AppEnvironment? environment)
    {
        _args = args;
        _environment = environment;
        _host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        EnvironmentSource variables = new(environment?.Variables ?? AppEnvironment.AllVariables());
        _host.Configuration.Sources.Add(variables);
        AppLedgers.AddTo(_host.Services.AddHoldfast().AddRunEngine());

        // After what the program sets in code: whoever starts a program may tune it without building it again.
        _strict = new StrictSettings(_host.Configuration, variables);
        _host.Services.AddSingleton<ISettings>(_strict);
        _host.Services.AddSingleton<IPostConfigureOptions<SessionOptions>, SessionSettings>();
        _host.Services.AddSingleton<IPostConfigureOptions<SessionHttpOptions>, HttpSettings>();
        _host.Services.PostConfigureAll<SessionHttpOptions>(options => options.LoginSecret ??= _secrets.Count > 0
            ? () => string.Join('\n', _secrets.Select(static secret => secret.Value))
            : null);
    }

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <summary>Settings of the program. Options come last, so that what was typed wins over what is added here.</summary>
    public IConfigurationManager Configuration => _host.Configuration;

    /// <summary>Logging beside the log file and the terminal, which the app adds itself.</summary>
    public ILoggingBuilder Logging => _host.Logging;

    /// <summary>Adds an action to <c>run</c>.</summary>
    /// <typeparam name="TAction">The action. It is made by the container, so it may ask for services.</typeparam>
    /// <returns>The builder.</returns>
    public HoldfastAppBuilder AddAction<TAction>()
        where TAction : class, IAction
    {
        Services.AddSingleton<IAction, TAction>();
        return this;
    }

    /// <summary>Gives an action's records to a sink as well: to tables of the user's own in the ledger's file, or to a place elsewhere.</summary>
    /// <typeparam name="TAction">The gather action.</typeparam>
    /// <typeparam name="TSink">An <c>IRecordSink&lt;TRecord&gt;</c> of <c>Holdfast.Ledger.Sqlite</c> or an <see cref="IRecordDelivery{TRecord}"/>, of the
    /// action's record. It is made by the container, so it may ask for services.</typeparam>
    /// <returns>The builder.</returns>
    public HoldfastAppBuilder AddRecordSink<TAction, TSink>()
        where TAction : class, IAction
        where TSink : class, IRecordSink
    {
        ActionsBuilderExtensions.AddRecordSink<TAction, TSink>(this);
        return this;
    }

    /// <summary>Adds an option to <c>run</c> that may be left out.</summary>
    /// <typeparam name="T">What its text is parsed to: a string, a number, a bool, an enum, an address (<see cref="Uri"/>) or a
    /// <see cref="TimeSpan"/>.</typeparam>
    /// <param name="name">Two dashes and a name in kebab case, such as <c>--page-size</c>. It is also read from the environment, here as
    /// <c>HOLDFAST_PAGE_SIZE</c>, and put into configuration, here as <c>page-size</c>.</param>
    /// <param name="description">What it is for, as <c>--help</c> shows it. Never a secret: see <see cref="Secret"/>.</param>
    /// <param name="defaultValue">The value when neither the command line nor the environment has one.</param>
    /// <returns>The option, for its value.</returns>
    public AppOption<T> AddOption<T>(string name, string description, T defaultValue) =>
        Add(new AppOption<T>(Checked(name), description, false, defaultValue));

    /// <summary>Adds an option that <c>run</c> cannot do without.</summary>
    /// <typeparam name="T">What its text is parsed to; see <see cref="AddOption{T}"/>.</typeparam>
    /// <param name="name">Its name; see <see cref="AddOption{T}"/>.</param>
    /// <param name="description">What it is for.</param>
    /// <returns>The option, for its value.</returns>
    public AppOption<T> AddRequiredOption<T>(string name, string description) =>
        Add(new AppOption<T>(Checked(name), description, true, default!));

    /// <summary>Changes how the session is supervised and recovered.</summary>
    /// <param name="configure">Changes the options; they are validated when a run starts.</param>
    /// <returns>The builder.</returns>
    public HoldfastAppBuilder ConfigureSession(Action<SessionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes this program's own defaults of a run. What is typed wins over them.</summary>
    /// <param name="configure">Changes the defaults.</param>
    /// <returns>The builder.</returns>
    public HoldfastAppBuilder ConfigureRun(Action<RunSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_settings);
        return this;
    }

    /// <summary>Says what knows how items, records and effects become JSON. A program needs it when reflection is off for JSON, as in file-based and trimmed
    /// programs; the names in JSON stay those of <see cref="JsonSerializerOptions.Web"/>.</summary>
    /// <param name="types">Such as a <see cref="JsonSerializerContext"/> with all of them: <c>KinJson.Default</c>.</param>
    /// <returns>The builder.</returns>
    public HoldfastAppBuilder UseJson(IJsonTypeInfoResolver types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return ConfigureRun(settings => settings.JsonTypes = types);
    }

    /// <summary>Ends the building.</summary>
    /// <returns>The app, to be run once.</returns>
    public HoldfastApp Build() => new(_args, _host, _options, _secrets, _settings, _strict, _environment);

    /// <summary>Names a secret that <c>run</c> cannot do without, such as a password.</summary>
    /// <param name="name">The environment variable that holds it; with <c>_FILE</c> appended, the path of the file that does.</param>
    /// <returns>The secret, for its value. It never appears in the log, on the terminal or in the ledger.</returns>
    public AppSecret AddSecret(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        AppSecret secret = new(name);
        _secrets.Add(secret);
        return secret;
    }

    private AppOption<T> Add<T>(AppOption<T> option)
    {
        _options.Add(option);
        return option;
    }

    private string Checked(string name)
    {
        bool isKebab = name.StartsWith("--", StringComparison.Ordinal) && name.Length > 2
            && name.Skip(2).All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        if (!isKebab)
        {
            throw new ArgumentException(
                $"'{name}' is no option name: it takes two dashes, then small letters, digits and dashes.", nameof(name));
        }

        return _options.Any(option => option.Name == name) || CommandTree.OwnOptions.Contains(name)
            ? throw new ArgumentException($"There is already an option {name}.", nameof(name))
            : name;
    }
}
