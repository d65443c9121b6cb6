namespace Holdfast.Http.Tests;

public sealed class EndpointNameTests
{
    [Theory]
    [InlineData("https://k.example/api/people/123/badges", "k.example/api/people/*/badges")]
    [InlineData("https://k.example/api/v2/get-user", "k.example/api/v2/get-user")]
    [InlineData("https://k.example/", "k.example/")]
    [InlineData("https://K.example:8443/list?page=7&token=secret#part", "k.example:8443/list")]
    [InlineData("https://ann:secret@k.example/list", "k.example/list")]
    [InlineData("https://k.example/a/0b4f5e9c-8d2c-4a57-9f3e-1b9a6a0d7c11", "k.example/a/*")]
    [InlineData("https://k.example/a/0b4f5e9c8d2c4a579f3e1b9a6a0d7c11", "k.example/a/*")]
    [InlineData("https://k.example/a/01ARZ3NDEKTSV4RRFFQ69G5FAV", "k.example/a/*")]
    [InlineData("https://k.example/a/2026-07-01/k001", "k.example/a/*/*")]
    [InlineData("https://k.example/a/john-smith-12345", "k.example/a/*")]
    [InlineData("https://k.example/a/qwertyuiopasdfghjklzxcvbnmqwertyui", "k.example/a/*")]
    [InlineData("https://k.example/reset/QwErTyUiOpAsDf", "k.example/reset/*")]
    [InlineData("https://k.example/reset/qwerTYuiop", "k.example/reset/*")]
    [InlineData("https://k.example/api/getUserById", "k.example/api/getUserById")]
    [InlineData("https://k.example/API/ListMessages/userProfile2", "k.example/API/ListMessages/userProfile2")]
    [InlineData("https://k.example/Account/api/GetUser.aspx", "k.example/Account/api/GetUser.aspx")]
    [InlineData("https://k.example/list;jsessionid=secret", "k.example/list")]
    [InlineData("https://k.example/a/b%20c/%1b", "k.example/a/*/*")]
    [InlineData("https://k.example/w/api.php", "k.example/w/api.php")]
    public void Of_Address_KeepsWordsOnly(string address, string name) => Assert.Equal(name, EndpointName.Of(new Uri(address)));
}
