using System.Text.Json.Serialization;

namespace Kinfolk.Site;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(CsrfAnswer))]
[JsonSerializable(typeof(MatchPage))]
[JsonSerializable(typeof(MatchDetails))]
[JsonSerializable(typeof(KinProfile))]
[JsonSerializable(typeof(BadgesQuestion))]
[JsonSerializable(typeof(BadgesAnswer))]
[JsonSerializable(typeof(NoteQuestion))]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(NotesAnswer))]
[JsonSerializable(typeof(MessageQuestion))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(MessagesAnswer))]
[JsonSerializable(typeof(InboxPage))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationsAnswer))]
[JsonSerializable(typeof(InboxSwitch))]
[JsonSerializable(typeof(SiteLogEntry))]
[JsonSerializable(typeof(SiteLogPage))]
[JsonSerializable(typeof(SiteCounts))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(ArrivalReport))]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(ListShift))]
[JsonSerializable(typeof(DelaySwitch))]
[JsonSerializable(typeof(ExpireSwitch))]
[JsonSerializable(typeof(FaceSwitch))]
[JsonSerializable(typeof(FrontSwitch))]
[JsonSerializable(typeof(CsrfSwitch))]
[JsonSerializable(typeof(TouchSwitch))]
[JsonSerializable(typeof(PasswordSwitch))]
[JsonSerializable(typeof(HoldSwitch))]
[JsonSerializable(typeof(ReleaseSwitch))]
internal sealed partial class SiteJson : JsonSerializerContext;
