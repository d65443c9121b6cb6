#!/usr/bin/env bash
# Selenium.WebDriver 4.52.0 for .NET: with HTTP_PROXY set and no NO_PROXY, commands for a driver on this machine's own loopback address go to the proxy, with
# all that is typed in them. The browser that it drives does the opposite: Chromium never takes a proxy for loopback addresses.
#
# Seen: the listener in the proxy's place gets "POST http://127.0.0.1:PORT/session HTTP/1.1", the one in the driver's place nothing. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Selenium.WebDriver" Version="[4.52.0]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Remote;

using TcpListener driver = new(IPAddress.Loopback, 0), proxy = new(IPAddress.Loopback, 0);
driver.Start();
proxy.Start();
int driverPort = ((IPEndPoint)driver.LocalEndpoint).Port;
Environment.SetEnvironmentVariable("HTTP_PROXY", $"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}");
Environment.SetEnvironmentVariable("http_proxy", null);
Environment.SetEnvironmentVariable("NO_PROXY", null);
Environment.SetEnvironmentVariable("no_proxy", null);
Task<string> atDriver = FirstLineAsync(driver), atProxy = FirstLineAsync(proxy);
_ = Task.Run(() => new RemoteWebDriver(new Uri($"http://127.0.0.1:{driverPort}/"), new ChromeOptions()));
string line = await await Task.WhenAny(atDriver, atProxy).WaitAsync(TimeSpan.FromSeconds(60));
Console.WriteLine($"{(atProxy.IsCompleted ? "proxy" : "driver")}: {line.Replace($":{driverPort}", ":PORT")}");
Environment.Exit(0);

static async Task<string> FirstLineAsync(TcpListener listener)
{
    using TcpClient client = await listener.AcceptTcpClientAsync();
    using StreamReader reader = new(client.GetStream());
    return await reader.ReadLineAsync() ?? "";
}
CS
dotnet build -v quiet --nologo >build.log || { cat build.log; exit 1; }
seen=$(dotnet exec bin/Debug/net10.0/finding.dll)
expected='proxy: POST http://127.0.0.1:PORT/session HTTP/1.1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Expected: $expected" >&2; exit 1; }
