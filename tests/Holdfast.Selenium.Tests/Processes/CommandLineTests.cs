namespace Holdfast.Selenium.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("chromium\0--a=1\0--b\0", true)]
    [InlineData("chromium\0--b\0--a=1", true)]
    [InlineData("chromium\0--a=12\0", false)]
    [InlineData("chromium\0x--a=1\0", false)]
    [InlineData("echo\0see --a=1 there\0", false)]
    [InlineData("chromium\0\0--a=1\0", true)]
    [InlineData("chromium --type=zygote --a=1 --c\0\0\0", true)]
    [InlineData("chromium --type=zygote --a=1", true)]
    [InlineData("chromium --type=zygote --a=12 --c", false)]
    [InlineData("", false)]
    public void Has_OneArgument_IsFoundWholeOrNotAtAll(string text, bool found) => Assert.Equal(found, new CommandLine(text).Has("--a=1"));
}
