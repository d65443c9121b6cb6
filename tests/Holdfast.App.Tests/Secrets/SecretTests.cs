namespace Holdfast.App.Tests;

public sealed class SecretTests
{
    [Fact]
    public void Read_Variable()
    {
        Secret secret = Read(("PW", "horse battery 1"));

        Assert.Equal("horse battery 1", secret.Reveal());
        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
    }

    [Theory]
    [InlineData("staple 77\n", "staple 77")]
    [InlineData("staple 77\r\n", "staple 77")]
    [InlineData(" staple 77 \n\n", " staple 77 \n")]
    public void Read_File_WinsAndLosesOneLineEnd(string text, string expected)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        Assert.Equal(expected, Read(("PW", "variable"), ("PW_FILE", path)).Reveal());
        File.Delete(path);
    }

    [Fact]
    public void Read_Neither_SaysBothWays()
    {
        string message = Assert.Throws<ConfigurationException>(() => Read()).Message;

        Assert.Equal("the secret PW is not set. Set the environment variable PW, or PW_FILE to the path of a file that holds it.", message);
    }

    [Fact]
    public void Read_FileMissing_DoesNotFallBack()
        => Assert.Contains("PW_FILE", Assert.Throws<ConfigurationException>(() => Read(("PW", "x"), ("PW_FILE", "/nowhere/pw"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Reveal_IsBlottedOutOfTerminalAndLog()
    {
        Read(("PW", "p@ss/word 99"));

        Assert.Equal("login ***, form=***", TerminalText.Encode("login p@ss/word 99, form=p%40ss%2Fword%2099"));
    }

    [Fact]
    public void ShortSecret_DoesNotBlotOutWords()
    {
        Read(("PW", "run"));

        Assert.Equal("run 1", TerminalText.Encode("run 1"));
    }

    [Fact]
    public void Read_Variable_IsKnownToHoldASecret()
    {
        _ = Secret.Read("PW_OF_A_TEST", name => name == "PW_OF_A_TEST" ? "horse battery 2" : null);
        Dictionary<string, string?> environment = new() { ["PW_OF_A_TEST"] = "horse battery 2", ["PW_OF_A_TEST_FILE"] = "" };
        SecretVariables.RemoveFrom(environment);

        Assert.Empty(environment);
    }

    private static Secret Read(params (string Name, string Value)[] variables)
        => Secret.Read("PW", name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
