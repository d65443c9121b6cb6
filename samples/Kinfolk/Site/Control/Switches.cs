namespace Kinfolk.Site;

/// <summary>The body of <c>POST /_control/delay</c>.</summary>
internal sealed record DelaySwitch(int Ms);

/// <summary>The body of <c>POST /_control/expire</c>; without a request number: now.</summary>
internal sealed record ExpireSwitch(int? AtRequest = null);

/// <summary>The body of <c>POST /_control/face</c>.</summary>
internal sealed record FaceSwitch(LoggedOutFace Face);

/// <summary>The body of <c>POST /_control/front</c>.</summary>
internal sealed record FrontSwitch(FrontPage Front);

/// <summary>The body of <c>POST /_control/csrf</c>; without a number: rotate now.</summary>
internal sealed record CsrfSwitch(int? EveryPosts = null);

/// <summary>The body of <c>POST /_control/touch</c>.</summary>
internal sealed record TouchSwitch(string Id);

/// <summary>The body of <c>POST /_control/inbox</c>.</summary>
internal sealed record InboxSwitch(InboxChange Change, string? Id = null, string Text = "");

/// <summary>The body of <c>POST /_control/password</c>.</summary>
internal sealed record PasswordSwitch(string Password);

/// <summary>The body of <c>POST /_control/hold</c> and, with its number, the answer.</summary>
internal sealed record HoldSwitch(string Path, HoldStage Stage = HoldStage.Arrival, int? Hold = null);

/// <summary>The body of <c>POST /_control/release</c>; without a number: all.</summary>
internal sealed record ReleaseSwitch(int? Hold = null);
