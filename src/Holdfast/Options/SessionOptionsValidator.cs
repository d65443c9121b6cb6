using Microsoft.Extensions.Options;

namespace Holdfast;

/// <summary>Validates <see cref="SessionOptions"/>: each value by its attributes, then what must hold between them.</summary>
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    private static readonly AttributeValidator s_attributes = new();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        result.AddResult(s_attributes.Validate(name, options));
        if (options.Recovery is { } recovery && recovery.BackoffMax < recovery.BackoffBase)
        {
            result.AddError("must not be shorter than BackoffBase", "Recovery.BackoffMax");
        }

        if (options.ProbeTimeout > options.HeartbeatInterval)
        {
            result.AddError("must not be longer than HeartbeatInterval: probes would overlap", nameof(options.ProbeTimeout));
        }

        return result.Build();
    }

    [OptionsValidator]
    private sealed partial class AttributeValidator : IValidateOptions<SessionOptions>;
}
