using Microsoft.Extensions.DependencyInjection;

namespace Holdfast;

/// <summary>What adapters and the app extend when services are registered.</summary>
public interface IHoldfastBuilder
{
    /// <summary>The services being built.</summary>
    IServiceCollection Services { get; }

    /// <summary>The key under which everything of this session is registered, and the name of its options; null (the default) for the session without a
    /// name, which is registered without a key.</summary>
    string? ServiceKey => null;
}
