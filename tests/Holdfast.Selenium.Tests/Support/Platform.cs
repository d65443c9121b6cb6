using System.Runtime.Versioning;

// Signals and /proc: the browser tests are Linux tests.
[assembly: SupportedOSPlatform("linux")]
