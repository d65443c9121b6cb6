namespace Holdfast.Tests;

public sealed class SecretVariablesTests
{
    [Fact]
    public void RemoveFrom_VariableOfASecret_TakesItAndItsFileOut()
    {
        SecretVariables.Add("SOME_TEST_TOKEN");
        Dictionary<string, string?> environment = new()
        {
            ["SOME_TEST_TOKEN"] = "x",
            ["SOME_TEST_TOKEN_FILE"] = "/x",
            ["SOME_TEST_TOKENS"] = "2",
            ["PATH"] = "/bin",
        };
        SecretVariables.RemoveFrom(environment);
        Assert.Equal(["PATH", "SOME_TEST_TOKENS"], environment.Keys.Order(StringComparer.Ordinal));
    }
}
