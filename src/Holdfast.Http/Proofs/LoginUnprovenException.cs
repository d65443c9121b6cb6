namespace Holdfast.Http;

/// <summary>The site could not be asked who we are, so what was fetched is not proven to be a member's data. Nothing is committed; the batch
/// is repeated later.</summary>
/// <remarks>It is no verdict about the login: a logged-out session throws <see cref="SessionLostException"/>.</remarks>
public sealed class LoginUnprovenException : Exception
{
    /// <summary>Says why nothing was proven.</summary>
    /// <param name="detail">What the site answered, without secrets.</param>
    public LoginUnprovenException(string detail)
        : base($"The site could not say who we are ({detail}), so the batch is not committed.")
    {
    }
}
