using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>The rule of each property.</summary>
[OptionsValidator]
internal sealed partial class SessionHttpOptionsValidator : IValidateOptions<SessionHttpOptions>;
