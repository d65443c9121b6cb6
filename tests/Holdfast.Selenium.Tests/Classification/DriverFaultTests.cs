using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

public sealed class DriverFaultTests
{
    public static TheoryData<Exception, bool> Rows => new()
    {
        { new WebDriverException("m"), true },
        { new WebDriverTimeoutException("m"), true },
        { new NoSuchElementException("m"), true },
        { new DevToolsException("m"), true },
        { Thrown(() => throw new InvalidOperationException("m")), false },
        { Thrown(() => _ = By.Id(null!)), false },
        { new InvalidOperationException("m") { Source = "WebDriver" }, true },
        { new ObjectDisposedException("m") { Source = "WebDriver" }, true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_TellsTheDriversFromTheHooks(Exception exception, bool isDrivers) => Assert.Equal(isDrivers, DriverFault.Is(exception));

    private static Exception Thrown(Action action) => Assert.ThrowsAny<Exception>(action);
}
