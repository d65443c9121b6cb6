namespace Holdfast.Browsers;

/// <summary>What was seen of a session's processes at one look, and since the look before.</summary>
/// <param name="StoppedRenderer">A process behind the session's tabs that is stopped; null when none is.</param>
/// <param name="Browser">What the browser's own process wanted of a processor and had.</param>
/// <param name="Driver">The same of the driver's process.</param>
/// <param name="Tabs">The same of the processes behind tabs.</param>
internal sealed record SilenceLook(int? StoppedRenderer, ProcessorShare Browser, ProcessorShare Driver, ProcessorShare Tabs)
{
    /// <summary>What a layer's own processes wanted and had; all of them for null.</summary>
    public ProcessorShare Of(SessionLayer? layer) => layer switch
    {
        SessionLayer.Browser => Browser,
        SessionLayer.Driver => Driver,
        SessionLayer.Tab => Tabs,
        _ => Browser + Driver + Tabs,
    };
}
