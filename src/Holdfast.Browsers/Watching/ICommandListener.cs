namespace Holdfast.Browsers;

/// <summary>Is told of a driver's commands, each before it is sent, on the driver's thread: must not block.</summary>
internal interface ICommandListener
{
    /// <summary>Commands go to this tab from now on, if it is there.</summary>
    void Use(string target);

    /// <summary>The job's own code closes the tab in use.</summary>
    void Leave();

    /// <summary>The job's own code asks which tabs there are.</summary>
    void LookAround();

    /// <summary>A command goes to the tab in use.</summary>
    void Call();

    /// <summary>The job's own code quits the driver.</summary>
    void OnQuit();
}
