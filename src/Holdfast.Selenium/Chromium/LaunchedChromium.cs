using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium;

/// <summary>What a launch made, and what the end of the session must undo.</summary>
/// <param name="Driver">Selenium's driver; used on <paramref name="Thread"/> only.</param>
/// <param name="Thread">The driver's thread.</param>
/// <param name="Service">The service that started the driver.</param>
/// <param name="Watch">The watchers.</param>
/// <param name="Commands">Sees each command.</param>
/// <param name="Evidence">The way to the sink.</param>
/// <param name="Registry">The registry that holds <paramref name="Record"/>.</param>
/// <param name="Record">The session's record.</param>
/// <param name="Profile">The kept profile, held until the session is ended; null for a fresh one.</param>
/// <param name="Housekeeping">Deletes the profile afterwards.</param>
internal sealed record LaunchedChromium(
    ChromeDriver Driver,
    DriverThread Thread,
    ChromeDriverService Service,
    SessionWatch Watch,
    CommandObserver Commands,
    IEvidenceSink Evidence,
    SessionRegistry Registry,
    SessionRecord Record,
    ProfileLock? Profile,
    Housekeeping Housekeeping);
