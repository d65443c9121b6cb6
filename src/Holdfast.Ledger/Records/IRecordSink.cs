namespace Holdfast.Ledger;

/// <summary>A place of the user's own for the records of a gather or sync action. Implement <c>IRecordSink&lt;TRecord&gt;</c> for tables in the ledger's
/// file, or <c>IRecordDelivery&lt;TRecord&gt;</c> for anything elsewhere.</summary>
public interface IRecordSink
{
    /// <summary>What the sink is called in messages and in the ledger. Default: the type's name in kebab case. Changing the name of a delivery
    /// delivers every record again.</summary>
    string Name => KebabCase.Of(GetType().Name);
}
