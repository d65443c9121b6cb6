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
        { Thrown(() => _ = Array.Empty<IWebElement>().First()), false },
        { Thrown(() => _ = new List<IWebElement>()[0]), false },
        { Thrown(() => _ = new Proxy { IsAutoDetect = true, HttpProxy = "site.test:1" }), true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_TellsTheDriversFromTheHooks(Exception exception, bool isDrivers) => Assert.Equal(isDrivers, DriverFault.Is(exception));

    private static Exception Thrown(Action action) => Assert.ThrowsAny<Exception>(action);
}
