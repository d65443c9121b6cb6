using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.Architecture.Tests;

/// <summary>Reads what sources refer to, as the compiler sees it. Comments do not count. What source generators add is not there: what refers to
/// it is not seen.</summary>
internal static class SourceReader
{
    // What ImplicitUsings brings for the SDK Microsoft.NET.Sdk.
    private static readonly string[] s_implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly MetadataReference[] s_platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Holdfast", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Makes a project's sources ready to be asked.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="sources">Path within the project, and text.</param>
    /// <param name="usings">Namespaces that each file uses.</param>
    /// <param name="references">The projects that it refers to.</param>
    /// <param name="friends">The assemblies that see what is internal in it.</param>
    public static CSharpCompilation Compile(
        string name,
        IEnumerable<(string Path, string Text)> sources,
        IEnumerable<string> usings,
        IEnumerable<CSharpCompilation> references,
        IEnumerable<string> friends) => CSharpCompilation.Create(
        name,
        [
            CSharpSyntaxTree.ParseText(string.Concat(s_implicit.Concat(usings).Select(one => $"global using {one};\n"))),
            CSharpSyntaxTree.ParseText(string.Concat(friends.Select(one => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{one}\")]\n"))),
            .. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.Path)),
        ],
        [.. s_platform, .. references.Select(reference => reference.ToMetadataReference())],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Every reference from a file of the project to a type of another file or another assembly.</summary>
    public static IReadOnlyList<SourceReference> References(CSharpCompilation project) =>
    [
        .. project.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).AsParallel().AsOrdered().SelectMany(tree => References(project, tree)),
    ];

    /// <summary>Every method in the sources, as type and name, without namespace and type parameters.</summary>
    public static IEnumerable<string> Methods(CSharpCompilation project) =>
        from tree in project.SyntaxTrees
        from method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        let type = method.Ancestors().OfType<TypeDeclarationSyntax>().First()
        select $"{type.Identifier.Text}.{method.Identifier.Text}";

    /// <summary>Every text in the sources that is a statement of SQL, as file and line.</summary>
    public static IReadOnlyList<string> Sql(CSharpCompilation project) =>
    [
        .. from tree in project.SyntaxTrees
           from token in tree.GetRoot().DescendantTokens()
           where token.Value is string text && SqlText.IsStatement(text)
               || token.IsKind(SyntaxKind.InterpolatedStringTextToken) && SqlText.IsStatement(token.Text)
           select Place(project, tree, token.SpanStart),
    ];

    /// <summary>Every identifier in the sources that has a word in it, in any case, as file and line. Texts and comments do not count.</summary>
    public static IReadOnlyList<string> Names(CSharpCompilation project, string word) =>
    [
        .. from tree in project.SyntaxTrees
           where tree.FilePath.Length > 0
           from token in tree.GetRoot().DescendantTokens()
           where token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.Contains(word, StringComparison.OrdinalIgnoreCase)
           select $"{Place(project, tree, token.SpanStart)} names {token.ValueText}",
    ];

    private static IEnumerable<SourceReference> References(CSharpCompilation project, SyntaxTree tree)
    {
        SemanticModel model = project.GetSemanticModel(tree);
        HashSet<(string, string)> seen = [];
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type?.ContainingAssembly is not { } assembly)
            {
                continue;
            }

            string? file = type.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
            bool own = assembly.Name == project.AssemblyName;
            if ((own && (file is null || file == tree.FilePath)) || !seen.Add((assembly.Name, type.Name)))
            {
                continue;
            }

            yield return new SourceReference(
                project.AssemblyName!,
                Folder(tree.FilePath),
                Place(project, tree, name.SpanStart),
                assembly.Name,
                own ? Folder(file!) : null,
                type.Name);
        }
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace('\\', '/');

    private static string Place(CSharpCompilation project, SyntaxTree tree, int position) =>
        $"{project.AssemblyName}/{tree.FilePath}:{tree.GetLineSpan(new(position, 0)).StartLinePosition.Line + 1}";
}
