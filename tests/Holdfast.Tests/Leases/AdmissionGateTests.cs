namespace Holdfast.Tests;

public sealed class AdmissionGateTests
{
    [Fact]
    public void TryAdmit_OpenGate_CountsFromOne()
    {
        AdmissionGate gate = default;
        Assert.Equal([1L, 2L, 3L], [gate.TryAdmit(), gate.TryAdmit(), gate.TryAdmit()]);
        Assert.Equal(3, gate.Admitted);
    }

    [Fact]
    public void TryAdmit_Suspected_IsRefusedUntilCleared()
    {
        AdmissionGate gate = default;
        gate.TryAdmit();
        gate.Suspect();
        Assert.Equal(0, gate.TryAdmit());
        gate.Clear();
        Assert.Equal(2, gate.TryAdmit());
    }

    [Fact]
    public void Kill_Twice_NamesTheSameCountAndNeverReopens()
    {
        AdmissionGate gate = default;
        gate.TryAdmit();
        Assert.Equal(1, gate.Kill());
        Assert.Equal(1, gate.Kill());
        gate.Clear();
        Assert.True(gate.IsDead);
        Assert.Equal(0, gate.TryAdmit());
    }
}
