using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>One failure, laid open for the rules: every exception in it, every text in it, and what was asked of the system.</summary>
internal sealed class FailureFacts
{
    private readonly Func<bool> _isDriverGone;

    /// <summary>Walks the exception and everything inside it.</summary>
    public FailureFacts(Exception exception, Func<bool> isDriverGone)
    {
        Exceptions = [.. Walk(exception)];
        _isDriverGone = isDriverGone;
    }

    /// <summary>The exception and all inner ones, outermost first.</summary>
    public IReadOnlyList<Exception> Exceptions { get; }

    /// <summary>True when the driver's process is gone now.</summary>
    public bool IsDriverGone => _isDriverGone();

    /// <summary>True when Selenium raised it: an API call of the job that could not connect says nothing about the driver.</summary>
    public bool IsFromSelenium => Exceptions.Any(one => one is WebDriverException);

    /// <summary>True when the command was a navigation.</summary>
    public bool IsNavigation => Exceptions.Any(one => one.StackTrace is { } trace
        && (trace.Contains("OpenQA.Selenium.Navigator.", StringComparison.Ordinal) || trace.Contains(".set_Url(", StringComparison.Ordinal)));

    /// <summary>True when one of the exceptions is of this type.</summary>
    public bool Is<TException>() where TException : Exception => Exceptions.OfType<TException>().Any();

    /// <summary>True when one of the exceptions is of this type and says so.</summary>
    public bool Is<TException>(Func<TException, bool> condition) where TException : Exception =>
        Exceptions.OfType<TException>().Any(condition);

    /// <summary>True when a text says one of these.</summary>
    public bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (Exception exception in Exceptions)
        {
            foreach (string phrase in phrases)
            {
                if (exception.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True when an HTTP answer of the site had such a status.</summary>
    public bool HasSiteStatus(Func<int, bool> condition) =>
        !IsFromSelenium && Is<HttpRequestException>(one => one.StatusCode is { } status && condition((int)status));

    private static IEnumerable<Exception> Walk(Exception exception)
    {
        yield return exception;
        IEnumerable<Exception> inner = exception is AggregateException many
            ? many.InnerExceptions
            : exception.InnerException is { } one ? [one] : [];
        foreach (Exception next in inner.SelectMany(Walk))
        {
            yield return next;
        }
    }
}
