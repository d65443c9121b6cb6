namespace Holdfast;

/// <summary>What a name in the file system leads to.</summary>
internal enum FileKind
{
    /// <summary>A file that can be read, written and replaced.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket or a device: opening one may wait for ever, and writing to one acts.</summary>
    Special,
}
