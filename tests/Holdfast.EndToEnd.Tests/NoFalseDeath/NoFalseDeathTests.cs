using Kinfolk.Site;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Many operations among all that goes wrong every day, and among them one real death of each cause: found are those, no other.</summary>
/// <remarks>Each step is one thing done with the browser while four API calls ride on the same session.</remarks>
[Trait("Category", "Browser")]
public sealed class NoFalseDeathTests(ITestOutputHelper output)
{
    private const int CallsPerStep = 4;

    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(20);

    // The longest trouble that is meant takes 15 s.
    private static readonly TimeSpan s_slowStep = TimeSpan.FromSeconds(16);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task EverydayTroubleAndOneDeathOfEachCause_EachDeathIsFoundAndNoOther() => RunAsync(Sample.Seed ?? Environment.TickCount, operations: 400);

    /// <summary>So much takes a quarter of an hour, so it runs only when it is asked for: <c>./test --long no-false-death</c>.</summary>
    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public Task EverydayTroubleForLong_EachDeathIsFoundAndNoOther(int seed) => RunAsync(seed, operations: 1_000);

    private async Task RunAsync(int seed, int operations)
    {
        output.WriteLine($"seed {seed}, {operations} operations");
        await using MemberSite site = await StartSiteAsync();
        await using Rig rig = new(site.Url, services =>
        {
            services.Configure<SessionOptions>(options => options.Recovery.MaxRestarts = 100);
            services.Configure<SessionHttpOptions>(options => options.RetryDelay = TimeSpan.FromMilliseconds(50));
        });
        Course course = new(rig, site, output, seed, steps: operations / (1 + CallsPerStep));

        await course.RunAsync();

        output.WriteLine(string.Join(", ", course.Calls.Outcomes.Select(one => $"{one.Key}: {one.Value}")));
        output.WriteLine($"{course.BrowserFailures} failures of the browser; deaths in order: {string.Join(", ", course.Deaths)}");
        IReadOnlyList<Incident> incidents = await rig.CloseAsync();
        Assert.Equal(course.Deaths, incidents.Select(incident => incident.Cause));
        Assert.Equal(Enum.GetValues<LossCause>(), course.Deaths.Order());
        Assert.All(incidents, incident => Assert.Equal(IncidentOutcome.Recovered, incident.Outcome));
        Assert.Equal(2, site.Control.Counts().LoginsOk);
        Assert.Empty(rig.Folder.Processes());

        // The troubles must be real.
        Assert.True(course.BrowserFailures > operations / (1 + CallsPerStep) / 3, $"only {course.BrowserFailures} failures of the browser");
        Assert.Empty(site.Control.Settings().Faults);
        Assert.All(
            ["403", "404", "500", nameof(HttpRequestException), nameof(OperationCanceledException)],
            outcome => Assert.True(course.Calls[outcome] > 0, outcome));
    }

    /// <summary>The site on a port that no outgoing connection is ever given, so that the port is still free when the site comes back.</summary>
    private static async Task<MemberSite> StartSiteAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await MemberSite.StartAsync(
                    new SiteOptions { Port = Random.Shared.Next(20_000, 30_000), Pages = 5, PrivateIds = [KinData.Id(CallTally.Private)] }, Token);
            }
            catch (IOException) when (attempt < 20)
            {
                // Taken.
            }
        }
    }

    /// <summary>One run: what happens at which step is drawn before it begins.</summary>
    private sealed class Course
    {
        private readonly Rig _rig;
        private readonly MemberSite _site;
        private readonly ITestOutputHelper _output;
        private readonly int _seed;
        private readonly int _steps;
        private readonly Random _random;
        private readonly IReadOnlyList<Action<IWebDriver>> _troubles;
        private readonly Dictionary<int, Func<Task>> _events = [];
        private readonly List<LossCause> _deaths = [];
        private SessionLease<IWebDriver> _lease = null!;
        private LeasedHttp _http = null!;
        private Task _outage = Task.CompletedTask;

        public Course(Rig rig, MemberSite site, ITestOutputHelper output, int seed, int steps)
        {
            (_rig, _site, _output, _seed, _steps, _random) = (rig, site, output, seed, steps, new Random(seed));
            _troubles = BrowserTrouble.Quick(site.Url);
            Func<Task>[] events =
            [
                .. Enum.GetValues<LossCause>().Select(cause => (Func<Task>)(() => DieAsync(cause))),
                .. Often(6, () => Armed(new FaultRule("/api/", 500, 20))),
                .. Often(2, () => Armed(new FaultRule("/api/", 503, 20))),
                .. Often(2, () => Armed(new FaultRule("/api/", 0, 20))),
                .. Often(2, CsrfRotates),
                .. Often(8, () => BrowseAsync(driver => BrowserTrouble.PageLoadTimesOut(driver, _site.Url, TimeSpan.FromMilliseconds(200)))),
                () => BrowseAsync(driver => BrowserTrouble.PageLoadTimesOut(driver, _site.Url, TimeSpan.FromSeconds(15))),
                .. Often(8, () => BrowseAsync(BrowserTrouble.OpenAndCloseWindow)),
                () => BrowseAsync(driver => driver.Url = $"{_site.Url}/slow?ms=4000"),
                () => BrowseAsync(BrowserTrouble.BusyPage),
                KillGpuProcess,
                GoDown,
            ];

            // In the first nine tenths, so that life after the last event is seen too.
            int[] drawn = [.. Enumerable.Range(1, steps * 9 / 10)];
            _random.Shuffle(drawn);
            int[] places = drawn[..(events.Length + 1)];
            int storm = places.Max();

            // Last, and once: all later calls wait for the pace that it teaches, which may be a slow one.
            _events.Add(storm, () => Armed(new FaultRule("/api/", 429, 12, RetryAfterSeconds: 1)));
            foreach ((Func<Task> happening, int place) in events.Zip(places.Where(place => place != storm)))
            {
                _events.Add(place, happening);
            }
        }

        public CallTally Calls { get; } = new();

        public int BrowserFailures { get; private set; }

        /// <summary>The deaths that really happened, in order.</summary>
        public IReadOnlyList<LossCause> Deaths => _deaths;

        public async Task RunAsync()
        {
            await LeaseAsync();
            for (int step = 0; step < _steps; step++)
            {
                SessionLease<IWebDriver> lease = _lease;
                Task[] calls = [.. Enumerable.Range(0, CallsPerStep).Select(_ => CallAsync(_random.Next()))];
                int trouble = _random.Next(_troubles.Count);
                bool special = _events.TryGetValue(step, out Func<Task>? happening);
                string what = $"step {step}, {(special ? happening!.Method.Name : $"trouble {trouble}")},";
                long began = TimeProvider.System.GetTimestamp();
                await (special ? happening!() : BrowseAsync(_troubles[trouble]));
                TimeSpan browser = TimeProvider.System.GetElapsedTime(began);
                await Task.WhenAll(calls);
                if (TimeProvider.System.GetElapsedTime(began) is var took && took > s_slowStep)
                {
                    _output.WriteLine($"{what} took {took.TotalSeconds:F1} s, {browser.TotalSeconds:F1} of them before it waited for the calls");
                }

                // A real death of this step has changed the lease.
                Assert.False(_lease.IsLost, $"seed {_seed}: {what} was taken for a death\n{_rig.LastWords}");
                Assert.Equal(_deaths.Count, _rig.Sessions.Health.Deaths);
                Assert.Equal(lease == _lease ? lease.Generation : lease.Generation + 1, _lease.Generation);
            }

            // An outage near the end leaves faults that nobody has met.
            await ServeAgainAsync();
            await _outage;
            _http.Dispose();
        }

        /// <summary>So many in 200 steps, and one at least.</summary>
        private IEnumerable<Func<Task>> Often(int count, Func<Task> happening) => Enumerable.Repeat(happening, Math.Max(1, count * _steps / 200));

        private async Task LeaseAsync()
        {
            try
            {
                _lease = await _rig.Sessions.LeaseAsync(Token).WaitAsync(Job.Deadline, TimeProvider.System, Token);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"seed {_seed}: no session; {_rig.Sessions.Health}, outage {_outage.Status}\n{_rig.LastWords}");
            }

            _http = _rig.Http.ForLease(_lease);
        }

        /// <summary>A call may fail in many ways, and with its session when that really dies.</summary>
        private async Task CallAsync(int number)
        {
            SessionLease<IWebDriver> lease = _lease;
            try
            {
                await Calls.CallAsync(_http, number, Token);
            }
            catch (SessionLostException) when (lease.IsLost)
            {
                // Whether it was right to die is asked after the step.
            }
        }

        private async Task BrowseAsync(Action<IWebDriver> work)
        {
            try
            {
                await UseAsync(work);
            }
            catch (WebDriverException)
            {
                BrowserFailures++;
            }
            catch (SessionLostException) when (_lease.IsLost)
            {
                // As for a call.
            }
        }

        private async Task UseAsync(Action<IWebDriver> work) => await _lease.UseAsync(
            driver =>
            {
                work(driver);
                return true;
            },
            Token);

        private async Task DieAsync(LossCause cause)
        {
            (SessionLease<IWebDriver> dying, LeasedHttp http) = (_lease, _http);
            await ServeAgainAsync();
            await UseAsync(BrowserTrouble.Settle);
            _deaths.Add(cause);
            long struck = TimeProvider.System.GetTimestamp();
            await Death.CarryOutAsync(cause, dying, _site);
            while (!dying.IsLost)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(struck) < Job.Deadline, $"seed {_seed}: {cause} was not found");
                await CallAsync(_random.Next());
                await PokeAsync();
            }

            TimeSpan found = TimeProvider.System.GetElapsedTime(struck);
            await LeaseAsync();
            http.Dispose();
            _output.WriteLine($"{cause} was found after {found.TotalMilliseconds:F0} ms");
        }

        /// <summary>What the site still refuses a recovery would wait for, up to half a minute from one question to the next.
        /// A site that is down may stay so.</summary>
        private async Task ServeAgainAsync()
        {
            if (_site.Control.Settings().Faults.Count > 0)
            {
                await _outage;
            }

            long began = TimeProvider.System.GetTimestamp();
            while (_site.Control.Settings().Faults.Count > 0)
            {
                Assert.False(_lease.IsLost, $"seed {_seed}: the session died of everyday trouble");
                Assert.True(TimeProvider.System.GetElapsedTime(began) < Job.Deadline, $"seed {_seed}: the site's faults were not used up");
                await CallAsync(_random.Next());
            }
        }

        /// <summary>Only who needs the browser notices that it hangs.</summary>
        private async Task PokeAsync()
        {
            try
            {
                await UseAsync(driver => _ = driver.Title);
            }
            catch (Exception exception) when (exception is WebDriverException or SessionLostException)
            {
                // The death, or its first sign.
            }
        }

        private Task Armed(FaultRule fault)
        {
            _site.Control.AddFault(fault);
            return Task.CompletedTask;
        }

        private Task CsrfRotates()
        {
            _site.Control.RotateCsrf();
            return Task.CompletedTask;
        }

        private Task KillGpuProcess()
        {
            Assert.Equal(0, Signals.Send(_rig.Browser().Children("gpu-process").Single(), Signals.Kill));
            return Task.CompletedTask;
        }

        private Task GoDown()
        {
            _outage = DownAsync();
            return Task.CompletedTask;

            async Task DownAsync()
            {
                await _site.GoDownAsync();
                await Task.Delay(s_outage, TimeProvider.System, Token);
                await _site.ComeBackAsync(Token);
            }
        }
    }
}
