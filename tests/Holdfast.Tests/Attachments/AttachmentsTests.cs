namespace Holdfast.Tests;

public sealed class AttachmentsTests
{
    private readonly Attachments<string> _attached = new();

    [Fact]
    public void Attach_TwoAndOneGoes_LeavesTheOther()
    {
        IDisposable first = _attached.Attach("first");
        using IDisposable second = _attached.Attach("second");
        Assert.Equal(["first", "second"], _attached.Now);

        first.Dispose();
        first.Dispose();
        Assert.Equal(["second"], _attached.Now);
    }

    [Fact]
    public void Now_ChangedWhileItIsWalked_StaysAsItWas()
    {
        using IDisposable first = _attached.Attach("first");
        IReadOnlyList<string> before = _attached.Now;
        using IDisposable second = _attached.Attach("second");
        Assert.Equal(["first"], before);
    }

    [Fact]
    public void Attach_ByManyAtOnce_LosesNobody()
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(number => $"{number}")];
        Parallel.ForEach(names, name => _attached.Attach(name));
        Assert.Equal(names.Order(StringComparer.Ordinal), _attached.Now.Order(StringComparer.Ordinal));
    }
}
