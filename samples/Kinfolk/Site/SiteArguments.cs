using System.Globalization;

namespace Kinfolk.Site;

/// <summary>The command line of the site.</summary>
internal sealed class SiteArguments
{
    public const string Usage =
        """
        Kinfolk site [options]
          --port N         port on 127.0.0.1; 0 = any (default 0)
          --pages N        pages of the match list (default 796)
          --per-page N     matches on a page (default 20)
          --conversations N  conversations in the inbox (default 60)
          --delay-ms N     service delay (default 0)
          --username NAME  the member (default mary)
          --password TEXT  the member's password (default kin-pass-01)
          --sign-on KIND   where the password is typed: Form (default), Elsewhere or PopUp
          --renew KIND     when a login's cookie is replaced: Never (default), ByPage or ByAnswer
          --stale-loop     the login page redirects to itself for the cookie of a login that has ended
          --code-secret S  the login form wants a one-time code of this secret (base32), which counts once (default none)
          --code-period N  seconds that a code counts (default 30)
          --clock-ahead N  seconds that the site's clock is ahead (default 0)
          --cookies N      additional cookies of a login, 0 to 60 (default 0)
          --private IDS    ids whose profile is always 403, separated by commas
          --log FILE       write one JSON line for each finished request
          --ready FILE     write the address to this file once the site listens
          --control        serve /_control/ without any login; for tests only
        """;

    public SiteOptions Options { get; } = new();

    public string? ReadyFile { get; private set; }

    /// <exception cref="FormatException">An option is unknown, lacks its value or has a bad one.</exception>
    public static SiteArguments Parse(IReadOnlyList<string> args)
    {
        SiteArguments parsed = new();
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == "--control")
            {
                parsed.Options.Control = true;
            }
            else if (args[i] == "--stale-loop")
            {
                parsed.Options.LoopsOnStaleCookie = true;
            }
            else if (i + 1 < args.Count)
            {
                parsed.Set(args[i], args[++i]);
            }
            else
            {
                throw new FormatException($"Unknown option, or one without its value: {args[i]}");
            }
        }

        return parsed;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--port": Options.Port = Number(name, value); break;
            case "--pages": Options.Pages = Number(name, value); break;
            case "--per-page": Options.PerPage = Number(name, value); break;
            case "--conversations": Options.Conversations = Number(name, value); break;
            case "--delay-ms": Options.DelayMs = Number(name, value); break;
            case "--code-secret": Options.CodeSecret = value; break;
            case "--code-period": Options.CodePeriod = Number(name, value); break;
            case "--clock-ahead": Options.ClockAhead = Number(name, value); break;
            case "--cookies": Options.Cookies = Number(name, value); break;
            case "--sign-on": Options.SignOn = Kind<SignOn>(name, value); break;
            case "--renew": Options.Renewal = Kind<LoginRenewal>(name, value); break;
            case "--username": Options.Username = value; break;
            case "--password": Options.Password = value; break;
            case "--private": Options.PrivateIds = value.Split(',', StringSplitOptions.RemoveEmptyEntries); break;
            case "--log": Options.LogFile = value; break;
            case "--ready": ReadyFile = value; break;
            default: throw new FormatException($"Unknown option: {name}");
        }
    }

    private static TKind Kind<TKind>(string name, string value)
        where TKind : struct, Enum =>
        Enum.TryParse(value, out TKind kind) && Enum.IsDefined(kind)
            ? kind
            : throw new FormatException($"{name} wants {string.Join(", ", Enum.GetNames<TKind>())}, not '{value}'.");

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{name} wants a number of 0 or more, not '{value}'.");
}
