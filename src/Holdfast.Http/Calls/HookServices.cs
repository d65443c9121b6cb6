namespace Holdfast.Http;

/// <summary>What a hook's calls need of the session, besides the generation that they are made for.</summary>
internal sealed record HookServices(SessionHttpOptions Options, LogoutSigns Signs, Transport Transport, Throttle Throttle, TimeProvider Time)
{
    /// <summary>Makes the handler of one call of a hook; it ends with the generation.</summary>
    public PlainHandler Handler(GenerationHttp generation) => new(Transport, generation.Jar, Options, Signs, Throttle, generation.Lease.Lost);
}
