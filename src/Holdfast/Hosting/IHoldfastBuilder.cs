using Microsoft.Extensions.DependencyInjection;

namespace Holdfast;

/// <summary>What adapters and the app extend when services are registered.</summary>
public interface IHoldfastBuilder
{
    /// <summary>The services being built.</summary>
    IServiceCollection Services { get; }
}
