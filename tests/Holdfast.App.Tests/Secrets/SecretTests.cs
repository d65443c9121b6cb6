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
    public void Read_FileMissing_DoesNotFallBack() =>
        Assert.Contains(
            "PW_FILE", Assert.Throws<ConfigurationException>(() => Read(("PW", "x"), ("PW_FILE", "/nowhere/pw"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Reveal_IsBlottedOutOfTerminalAndLog()
    {
        Read(("PW", "p@ss/word 99"));

        Assert.Equal("login ***, form=***", TerminalText.Encode("login p@ss/word 99, form=p%40ss%2Fword%2099"));
    }

    /// <summary>What goes into the ledger, an incident or an exception was cleaned, and the cleaning knew no secret.</summary>
    [Theory]
    [InlineData("plain", "p@ss/word 99ü")]
    [InlineData("address", "p%40ss%2Fword%2099%C3%BC")]
    [InlineData("address, small hex", "p%40ss%2fword%2099%c3%bc")]
    [InlineData("form", "p%40ss%2Fword+99%C3%BC")]
    [InlineData("base64", "cEBzcy93b3JkIDk5w7w=")]
    [InlineData("base64 of mary:...", "bWFyeTpwQHNzL3dvcmQgOTnDvA==")]
    [InlineData("JSON", "p@ss/word 99\\u00FC")]
    [InlineData("JSON of PHP", "p@ss\\/word 99\\u00fc")]
    [InlineData("HTML", "p@ss&#x2F;word 99&uuml;")]
    public void Reveal_IsBlottedOutOfWhatIsKept(string form, string written)
    {
        Read(("PW", "p@ss/word 99ü"));

        foreach (string text in new[] { EvidenceText.Clean($"the site says [{written}]"), TerminalText.Encode($"the site says [{written}]") })
        {
            string left = text.Replace("bWFyeTp", "", StringComparison.Ordinal).Replace("=", "", StringComparison.Ordinal);
            Assert.True(left == "the site says [***]", $"{form}: {text}");
        }
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

    private static Secret Read(params (string Name, string Value)[] variables) =>
        Secret.Read("PW", name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
