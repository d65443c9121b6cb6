namespace Holdfast.Tests;

public sealed class EvidenceRelayTests
{
    [Fact]
    public async Task Report_Closed_ReachesNobody()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        EvidenceRelay relay = new(lease);

        relay.Close();
        relay.Close();
        relay.Report(Rig.Decisive());

        Assert.False(lease.IsLost);
    }

    /// <summary>A browser that is ended on purpose may be told so while its generation is being handed over.</summary>
    [Fact]
    public async Task Serve_Closed_StaysClosed()
    {
        await using Rig rig = new();
        SessionLease<Gadget> first = await rig.LeaseAsync();
        EvidenceRelay relay = new(first);
        SessionLease<Gadget> next = await rig.DieAsync(first);

        relay.Close();
        relay.Serve(next);
        relay.Report(Rig.Decisive());

        Assert.False(next.IsLost);
    }

    /// <summary>What an adapter saw may be a whole page: it is cleaned where it is kept, and by nobody before.</summary>
    [Fact]
    public async Task Report_RawText_IsCleanedWhereItIsKept()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();

        new EvidenceRelay(lease).Report(Rig.Decisive(detail: "gone\r\n\u001b[31m" + new string('x', 5000)));

        Assert.StartsWith("gone [31mxxx", lease.Death!.FirstSymptom, StringComparison.Ordinal);
        Assert.Equal(EvidenceText.MaxLength, lease.Death.FirstSymptom.Length);
    }
}
