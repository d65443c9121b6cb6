using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium;

/// <summary>What a remote launch made, and what the end of the session must undo.</summary>
/// <param name="Driver">Selenium's driver; used on <paramref name="Thread"/> only.</param>
/// <param name="Thread">The driver's thread.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Id">The session's id there.</param>
/// <param name="Watch">The watchers.</param>
/// <param name="Commands">Sees each command.</param>
/// <param name="Evidence">The way to the sink.</param>
/// <param name="Leftovers">Takes the session if it cannot be ended.</param>
internal sealed record LaunchedRemote(
    RemoteWebDriver Driver,
    DriverThread Thread,
    HubClient Hub,
    string Id,
    RemoteWatch Watch,
    CommandObserver Commands,
    IEvidenceSink Evidence,
    Leftovers Leftovers);
