using System.Text.Json;

namespace Holdfast.Selenium;

/// <summary>What became of one question to the hub.</summary>
internal enum HubAnswerKind
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>It was answered with an error that says nothing about the session.</summary>
    Refused,

    /// <summary>The hub, or its driver, does not know the session any more.</summary>
    SessionGone,

    /// <summary>The tab in use was closed.</summary>
    WindowGone,

    /// <summary>The tab in use has crashed.</summary>
    TabCrashed,

    /// <summary>No connection, or a proxy or hub that could not pass the question on.</summary>
    NoHub,

    /// <summary>Nothing came before the deadline.</summary>
    Silence,
}

/// <summary>One answer.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Detail">What was seen, cleaned.</param>
/// <param name="Value">What WebDriver answered; undefined when there is none.</param>
internal sealed record HubAnswer(HubAnswerKind Kind, string Detail, JsonElement Value = default)
{
    /// <summary>True when the hub could not be asked at all.</summary>
    public bool IsCut => Kind is HubAnswerKind.NoHub or HubAnswerKind.Silence;
}
