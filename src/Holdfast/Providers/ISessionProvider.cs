namespace Holdfast;

/// <summary>Launches sessions of one kind. Written once for each driver.</summary>
/// <typeparam name="TSession">What a caller drives, such as Selenium's <c>IWebDriver</c>.</typeparam>
public interface ISessionProvider<TSession>
    where TSession : class
{
    /// <summary>Launches a browser that is not logged in yet. Its watchers run when this returns.</summary>
    /// <param name="launch">The generation and the sink for evidence.</param>
    /// <param name="cancellationToken">Ends the launch; nothing that was started may be left behind.</param>
    /// <returns>The running session. The caller ends it.</returns>
    Task<ISupervisedSession<TSession>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken);
}
