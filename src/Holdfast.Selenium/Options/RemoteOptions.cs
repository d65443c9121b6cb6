using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium;

/// <summary>How a Chromium on another machine is reached, launched and logged in. Read at each launch; not thread safe while it is being changed.</summary>
public sealed class RemoteOptions
{
    /// <summary>
    /// The hub: a Selenium Grid, a provider's address, or a chromedriver, such as <c>http://grid:4444</c> or <c>https://name:key@hub/wd/hub</c>.
    /// Required; http or https. A name and a key in it are sent as basic authorization and shown nowhere.
    /// </summary>
    public Uri? HubUrl { get; set; }

    /// <summary>
    /// Logs in. Runs on the driver's own thread, may await, and must be repeatable: every recovery that cannot restore the cookies runs it.
    /// Default null: nothing to do, the session counts as logged in unless a verifier says otherwise.
    /// </summary>
    public Func<IWebDriver, LoginContext, Task>? LogIn { get; set; }

    /// <summary>
    /// Logs out, so that the site itself forgets the login; for drills, which run it as <see cref="FaultKind.ExpireLogin"/>, and for nothing else.
    /// Runs on the driver's own thread and may await. Default null: that fault cannot be injected.
    /// </summary>
    public Func<IWebDriver, CancellationToken, Task>? LogOut { get; set; }

    /// <summary>No window. Default true.</summary>
    public bool Headless { get; set; } = true;

    /// <summary>Further arguments for the browser, such as <c>--lang=de</c> or <c>--no-sandbox</c>. Default empty.</summary>
    public IList<string> Arguments { get; } = [];

    /// <summary>
    /// Changes what is asked of the hub, after everything else was set: platform, version, a provider's own options. Default null. Runs at each
    /// launch.
    /// </summary>
    public Action<ChromeOptions>? Capabilities { get; set; }

    /// <summary>
    /// Asks for a WebDriver BiDi connection. Default true. It tells a death at once, also while a command runs, where the session is otherwise
    /// asked only while it is idle. With it the browser itself answers dialogs as <c>unhandledPromptBehavior</c> says, at once
    /// (default: dismissed): a job that handles dialogs sets that to ignore in <see cref="Capabilities"/>, or this to false. A hub that offers
    /// none is used without.
    /// </summary>
    public bool UseBiDi { get; set; } = true;

    /// <summary>
    /// How long one WebDriver command may take before Selenium gives up waiting, the one that opens the session included. Default 60 s. While
    /// one runs, a tab cannot be asked from afar: this is also how long a script that does not end goes unnoticed.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the hub may take to answer a question of ours. Default 800 ms. Keep it below <see cref="SessionOptions.ProbeTimeout"/> (1 s), or
    /// a probe cannot say which layer was silent; raise both for a hub that is far away.
    /// </summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// How many questions in a row a hub must leave unanswered before the session counts as lost. Default 3: one answer may be lost with its
    /// connection, and after a sleep of our own machine the first question is sent too early. Ignored until <see cref="UnreachableLimit"/> is over.
    /// </summary>
    public int UnreachableAttempts { get; set; } = 3;

    /// <summary>
    /// How long a hub may be out of reach before the session counts as lost. Default 10 s: TCP repeats a lost packet after 1, 2 and 4 s, and a
    /// reverse proxy is reloaded within that time. Until then a cut is no death: calls fail by themselves, and the session goes on.
    /// </summary>
    public TimeSpan UnreachableLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a launch waits for a hub that cannot be reached, once a session was opened there. Default 45 s, below the launch step's 60 s, so
    /// that a hub that restarts costs one attempt and not all of them. A first launch does not wait: the address may be wrong.
    /// </summary>
    public TimeSpan HubWait { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Judges a failed call before the built-in rules do; null, or a result of null, leaves it to them. Default null. Called on any thread; must
    /// be pure.
    /// </summary>
    public Func<Exception, Verdict?>? ClassificationOverride { get; set; }
}
