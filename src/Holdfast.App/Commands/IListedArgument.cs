namespace Holdfast.App;

/// <summary>A <see cref="ListedArgument{T}"/>, whatever its type.</summary>
internal interface IListedArgument
{
    /// <summary>What it is, with its article, such as <c>a KEY</c>.</summary>
    string Noun { get; }

    /// <summary>The command that lists the values.</summary>
    string ShownBy { get; }
}
