using System.ComponentModel.DataAnnotations;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>How Chromium is launched and logged in. Read at each launch; not thread safe while it is being changed.</summary>
public sealed class ChromiumOptions
{
    /// <summary>
    /// Logs in. Runs on the driver's own thread, may await, and must be repeatable: every recovery that cannot restore the cookies runs it. The
    /// <see cref="LoginContext"/> makes one-time codes. Default null: nothing to do, the session counts as logged in unless a verifier says otherwise.
    /// </summary>
    public Func<IWebDriver, LoginContext, Task>? LogIn { get; set; }

    /// <summary>
    /// Logs out, so that the site itself forgets the login; for drills, which run it as <see cref="FaultKind.ExpireLogin"/>, and for nothing else.
    /// Runs on the driver's own thread and may await. Default null: that fault cannot be injected.
    /// </summary>
    public Func<IWebDriver, CancellationToken, Task>? LogOut { get; set; }

    /// <summary>
    /// The browser's program. Default null: the variable <c>HOLDFAST_CHROMIUM</c>, else <c>PATH</c> (chromium, google-chrome) and the usual
    /// places. Never downloaded.
    /// </summary>
    public string? BrowserPath { get; set; }

    /// <summary>
    /// The driver's program. Default null: the variable <c>HOLDFAST_CHROMEDRIVER</c>, else <c>PATH</c> and the usual places. Never downloaded.
    /// </summary>
    public string? DriverPath { get; set; }

    /// <summary>No window. Default true.</summary>
    public bool Headless { get; set; } = true;

    /// <summary>Further arguments for the browser, such as <c>--lang=de</c>. Default empty. Do not set <c>--user-data-dir</c> here.</summary>
    public IList<string> Arguments { get; } = [];

    /// <summary>
    /// A profile to keep. Default null: each launch gets a fresh folder under <see cref="WorkFolder"/>, which is deleted when the session ends.
    /// A kept profile can be open in one browser at a time.
    /// </summary>
    public string? ProfileFolder { get; set; }

    /// <summary>
    /// Where fresh profiles, the browsers' temporary files and the records of running sessions live. Default null: <c>holdfast</c> in the user's
    /// local application data (Linux: <c>~/.local/share</c>). Jobs that share it sweep each other's orphans. On Linux a path of more than 45 bytes
    /// leaves the temporary files in the machine's temporary folder: a browser's socket would not fit.
    /// </summary>
    public string? WorkFolder { get; set; }

    /// <summary>
    /// How long one WebDriver command may take before Selenium gives up waiting, the one that starts the browser included. Default 60 s. No
    /// verdict by itself: the probes decide. WebDriver's page-load time-out is set to nine tenths of it, 5 min at most, so that a slow page fails as
    /// one; a job that raises that time-out, or WebDriver's script time-out of 30 s, beyond this one raises this one as well: a driver that is
    /// still at a command 10 s after it was given up counts as hanging.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a page that is being loaded may explain the silence of its tab; after that the tab hangs like any other. Default 5 min, the
    /// longest that WebDriver's page-load time-out is at first (see <see cref="CommandTimeout"/>): a page that is merely slow is given up by the
    /// driver before, and the session lives. A job that raises that time-out beyond it raises this as well.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan PageLoadLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Switches off Chromium's sandbox. Default null: only when running as root on Linux, where Chromium refuses to start with it.
    /// </summary>
    public bool? NoSandbox { get; set; }

    /// <summary>
    /// Judges a failed call before the built-in rules do; null, or a result of null, leaves it to them. Default null. Called on any thread; must
    /// be pure.
    /// </summary>
    public Func<Exception, Verdict?>? ClassificationOverride { get; set; }
}
