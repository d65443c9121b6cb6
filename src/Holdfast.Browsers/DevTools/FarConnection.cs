using System.Net.Http.Headers;

namespace Holdfast.Browsers;

/// <summary>What a connection to another machine needs: the machine's proxy settings hold, and the hub may want to know who asks.</summary>
/// <param name="Authorization">Who we are to the hub; null when it does not ask.</param>
internal sealed record FarConnection(AuthenticationHeaderValue? Authorization);
