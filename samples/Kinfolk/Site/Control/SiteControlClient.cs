using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Kinfolk.Site;

/// <summary>The methods of <see cref="SiteControl"/> for a site in another process, started with <c>--control</c>.</summary>
public sealed class SiteControlClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Talks to the site at <paramref name="url"/>.</summary>
    public SiteControlClient(string url) =>
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc cref="SiteControl.Settings"/>
    public Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/_control", SiteJson.Default.SiteSettings, cancellationToken);

    /// <inheritdoc cref="SiteControl.SetDelay"/>
    public Task SetDelayAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        PostAsync("delay", new DelaySwitch(milliseconds), SiteJson.Default.DelaySwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.ExpireSessions"/>
    public Task ExpireSessionsAsync(CancellationToken cancellationToken = default) =>
        PostAsync("expire", new ExpireSwitch(), SiteJson.Default.ExpireSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.ExpireSessionsAt"/>
    public Task ExpireSessionsAtAsync(int apiRequest, CancellationToken cancellationToken = default) =>
        PostAsync("expire", new ExpireSwitch(apiRequest), SiteJson.Default.ExpireSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.SetFace"/>
    public Task SetFaceAsync(LoggedOutFace face, CancellationToken cancellationToken = default) =>
        PostAsync("face", new FaceSwitch(face), SiteJson.Default.FaceSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.SetFront"/>
    public Task SetFrontAsync(FrontPage front, CancellationToken cancellationToken = default) =>
        PostAsync("front", new FrontSwitch(front), SiteJson.Default.FrontSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.AddFault"/>
    public Task AddFaultAsync(FaultRule fault, CancellationToken cancellationToken = default) =>
        PostAsync("fault", fault, SiteJson.Default.FaultRule, cancellationToken);

    /// <inheritdoc cref="SiteControl.Throttle"/>
    public Task ThrottleAsync(string path, int count, int retryAfterSeconds, CancellationToken cancellationToken = default) =>
        AddFaultAsync(new FaultRule(path, 429, count, retryAfterSeconds), cancellationToken);

    /// <inheritdoc cref="SiteControl.ClearFaults"/>
    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) =>
        PostAsync("clear-faults", new ReleaseSwitch(), SiteJson.Default.ReleaseSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.RotateCsrf"/>
    public Task RotateCsrfAsync(CancellationToken cancellationToken = default) =>
        PostAsync("csrf", new CsrfSwitch(), SiteJson.Default.CsrfSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.RotateCsrfEvery"/>
    public Task RotateCsrfEveryAsync(int posts, CancellationToken cancellationToken = default) =>
        PostAsync("csrf", new CsrfSwitch(posts), SiteJson.Default.CsrfSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.Shift"/>
    public Task ShiftAsync(int count, int? atPage = null, CancellationToken cancellationToken = default) =>
        PostAsync("shift", new ListShift(count, atPage), SiteJson.Default.ListShift, cancellationToken);

    /// <inheritdoc cref="SiteControl.Touch"/>
    public Task TouchAsync(string id, CancellationToken cancellationToken = default) =>
        PostAsync("touch", new TouchSwitch(id), SiteJson.Default.TouchSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.ChangeInbox"/>
    public Task ChangeInboxAsync(InboxChange change, string? id = null, string text = "", CancellationToken cancellationToken = default) =>
        PostAsync("inbox", new InboxSwitch(change, id, text), SiteJson.Default.InboxSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.Conversations"/>
    public async Task<IReadOnlyList<Conversation>> ConversationsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/_control/conversations", SiteJson.Default.ConversationsAnswer, cancellationToken)).Conversations;

    /// <inheritdoc cref="SiteControl.ChangePassword"/>
    public Task ChangePasswordAsync(string password, CancellationToken cancellationToken = default) =>
        PostAsync("password", new PasswordSwitch(password), SiteJson.Default.PasswordSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.Hold"/>
    public async Task<int> HoldAsync(string path, HoldStage stage = HoldStage.Arrival, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage answer = await PostAsync("hold", new HoldSwitch(path, stage), SiteJson.Default.HoldSwitch, cancellationToken);
        HoldSwitch? held = await answer.Content.ReadFromJsonAsync(SiteJson.Default.HoldSwitch, cancellationToken);
        return held?.Hold ?? throw new InvalidDataException("The site named no hold.");
    }

    /// <inheritdoc cref="SiteControl.Release"/>
    public Task ReleaseAsync(int? hold = null, CancellationToken cancellationToken = default) =>
        PostAsync("release", new ReleaseSwitch(hold), SiteJson.Default.ReleaseSwitch, cancellationToken);

    /// <inheritdoc cref="SiteControl.WaitAsync"/>
    public Task<ArrivalReport> WaitAsync(
        string path, int count, TimeSpan timeout, long since = 0, CancellationToken cancellationToken = default) => GetAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"/_control/wait?path={Uri.EscapeDataString(path)}&count={count}&timeoutMs={(long)timeout.TotalMilliseconds}&since={since}"),
        SiteJson.Default.ArrivalReport,
        cancellationToken);

    /// <summary>The whole request log from a place on.</summary>
    public async Task<IReadOnlyList<SiteLogEntry>> LogAsync(long from = 1, CancellationToken cancellationToken = default)
    {
        List<SiteLogEntry> all = [];
        SiteLogPage page;
        do
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"/_control/log?from={from}");
            page = await GetAsync(address, SiteJson.Default.SiteLogPage, cancellationToken);
            all.AddRange(page.Entries);
            from = page.Next;
        }
        while (page.More);
        return all;
    }

    /// <inheritdoc cref="SiteControl.Counts"/>
    public Task<SiteCounts> CountsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/_control/counts", SiteJson.Default.SiteCounts, cancellationToken);

    /// <inheritdoc cref="SiteControl.Notes"/>
    public async Task<IReadOnlyList<Note>> NotesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/_control/notes", SiteJson.Default.NotesAnswer, cancellationToken)).Notes;

    /// <inheritdoc cref="SiteControl.Messages"/>
    public async Task<IReadOnlyList<Message>> MessagesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/_control/messages", SiteJson.Default.MessagesAnswer, cancellationToken)).Messages;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync(address, type, cancellationToken) ?? throw new InvalidDataException("The site sent null.");

    private async Task<HttpResponseMessage> PostAsync<T>(string name, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await _http.PostAsJsonAsync("/_control/" + name, body, type, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        string reason = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.Dispose();
        throw new InvalidOperationException($"The site refused /_control/{name}: {reason}");
    }
}
