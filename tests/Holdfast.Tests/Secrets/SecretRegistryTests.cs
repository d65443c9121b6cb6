using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Holdfast.Tests.Secrets;

public sealed class SecretRegistryTests
{
    private static string Mask(SecretRegistry registry, string text) => SecretMask.Apply(registry, text, text.Length);

    [Fact]
    public void Release_StaysKnownUntilNewerOnesTookItsRoom()
    {
        SecretRegistry registry = new(maxPast: 3);
        registry.Hold("cookie-of-today", isOwn: false);
        registry.Hold("cookie-0000", isOwn: false);
        for (int i = 1; i <= 1000; i++)
        {
            // A site that rotates its cookie with each answer, for days.
            registry.Hold(Cookie(i), isOwn: false);
            registry.Release(Cookie(i - 1), isOwn: false);
            Assert.Equal("***", Mask(registry, Cookie(i - 1)));
        }

        Assert.Equal("cookie-0996 *** *** *** *** ***", Mask(registry, "cookie-0996 cookie-0997 cookie-0998 cookie-0999 cookie-1000 cookie-of-today"));
        Assert.Equal(5, registry.Count);

        static string Cookie(int i) => string.Create(CultureInfo.InvariantCulture, $"cookie-{i:0000}");
    }

    [Fact]
    public void Release_LongValues_AreBoundedByTheirLength()
    {
        SecretRegistry registry = new(maxPast: 100, maxPastLength: 10_000);
        for (int i = 0; i < 50; i++)
        {
            string value = string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"{i:0000}x"), 800));
            registry.Hold(value, isOwn: false);
            registry.Release(value, isOwn: false);
        }

        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public void Hold_HeldTwice_IsLetGoTwice()
    {
        SecretRegistry registry = new(maxPast: 0);
        registry.Hold("held-by-two", isOwn: false);
        registry.Hold("held-by-two", isOwn: false);
        registry.Release("held-by-two", isOwn: false);
        Assert.Equal("***", Mask(registry, "held-by-two"));

        registry.Release("held-by-two", isOwn: false);
        Assert.Equal("held-by-two", Mask(registry, "held-by-two"));
        Assert.Equal(0, registry.Count);
    }

    [Fact]
    public void Add_TokenFileThatIsReadForDays_IsBoundedAndPushesOutNoPassword()
    {
        SecretRegistry registry = new(maxPast: 10);
        registry.Add("PASSWORD", "horse battery");
        for (int i = 0; i < 500; i++)
        {
            registry.Add("TOKEN", string.Create(CultureInfo.InvariantCulture, $"token-{i:0000}"));
        }

        Assert.Equal(27, registry.Count);
        Assert.Equal("*** *** token-0000", Mask(registry, "horse battery token-0499 token-0000"));
    }

    [Fact]
    public async Task HeldSecrets_OwnerIsGone_LetsGo()
    {
        string value = $"jar-{Guid.NewGuid():N}";
        int before = KnownSecrets.Registry.Count;
        WeakReference owner = Own(value);
        for (int i = 0; i < 200 && owner.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(owner.IsAlive);

        // Late messages still quote it.
        Assert.Equal("***", KnownSecrets.Mask(value));
        Assert.InRange(KnownSecrets.Registry.Count, 1, before + 10_000);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Own(string value)
        {
            HeldSecrets held = new();
            held.Put("sid", value);
            return new WeakReference(held, trackResurrection: true);
        }
    }

    /// <summary>A login of hundreds of cookies, and pages that are quoted whole: the text must not cost what text times secrets would.</summary>
    [Fact]
    public void Mask_HundredsOfSecretsAndLongTexts_IsFast()
    {
        SecretRegistry registry = new();
        List<string> secrets =
        [
            .. Enumerable.Range(0, 800).Select(i => Convert.ToBase64String(Encoding.UTF8.GetBytes($"s%3A{i:0000}-{Guid.NewGuid()}-{i * 7919}"))),
        ];
        secrets.ForEach(secret => registry.Hold(secret, isOwn: false));
        string page = string.Concat(Enumerable.Range(0, 4000).Select(i =>
            $"<a href=\"/p/{i}?x=%41&amp;y\">{Guid.NewGuid()}</a> \\u0041 {(i % 10 == 0 ? secrets[i % 800] : "")}\n"));
        long began = Stopwatch.GetTimestamp();

        string masked = Mask(registry, page);

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine($"{page.Length:N0} characters, {secrets.Count} secrets: {took.TotalMilliseconds:0} ms");
        Assert.Equal(400, masked.Split("***").Length - 1);

        // 20 to 60 ms when nothing else runs; 800 searches of each of four stages would take seconds.
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Mask_WhileSecretsComeAndGo_IsSafe()
    {
        SecretRegistry registry = new(maxPast: 5);
        registry.Add("PW", "always here");
        Task[] workers = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                string cookie = string.Create(CultureInfo.InvariantCulture, $"cookie-{worker}-{i:0000}");
                registry.Hold(cookie, isOwn: false);
                Assert.Equal("*** ***", Mask(registry, $"{cookie} always here"));
                registry.Release(cookie, isOwn: false);
            }
        }))];
        await Task.WhenAll(workers).InTime();
        Assert.Equal(6, registry.Count);
    }
}
