using Microsoft.Extensions.Options;

namespace Holdfast.Actions;

/// <summary>The rule of each property.</summary>
[OptionsValidator]
internal sealed partial class SessionHttpOptionsValidator : IValidateOptions<SessionHttpOptions>;
