using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class SessionHttpRules : IValidateOptions<SessionHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionHttpOptions options)
    {
        List<string> failures = [];
        if (options.BaseAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
        {
            failures.Add($"{nameof(options.BaseAddress)} must be an absolute http or https address.");
        }

        if (options.LoginPath is { } path && !path.StartsWith('/'))
        {
            failures.Add($"{nameof(options.LoginPath)} must start with '/'.");
        }

        if (options.AllowOrigins.Any(origin => !origin.IsAbsoluteUri || origin.Scheme is not ("http" or "https")))
        {
            failures.Add($"{nameof(options.AllowOrigins)} must hold absolute http or https addresses, such as https://files.example.");
        }

        if (options.RetryDelay > options.MaxRetryDelay)
        {
            failures.Add($"{nameof(options.RetryDelay)} ({options.RetryDelay}) must not exceed {nameof(options.MaxRetryDelay)} ({options.MaxRetryDelay}).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
