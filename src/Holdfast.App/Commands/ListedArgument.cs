using System.CommandLine;

namespace Holdfast.App;

/// <summary>An argument whose values another command lists, so that whoever leaves it out can be told where to look.</summary>
internal sealed class ListedArgument<T>(string name, string noun, string shownBy) : Argument<T>(name), IListedArgument
{
    public string Noun => noun;

    public string ShownBy => shownBy;
}
