namespace Kinfolk.Site;

/// <summary>What happens in the inbox.</summary>
public enum InboxChange
{
    /// <summary>Somebody writes for the first time.</summary>
    Arrive,

    /// <summary>A message is added to a conversation.</summary>
    Reply,

    /// <summary>A conversation's last message is changed.</summary>
    Edit,

    /// <summary>A conversation is deleted.</summary>
    Delete,
}
