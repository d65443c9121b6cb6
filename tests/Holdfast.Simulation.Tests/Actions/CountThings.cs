using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Reads things one after the other and saves after each how far it is. Tells when what it saved is not there.</summary>
/// <param name="book">Who is told.</param>
internal sealed class CountThings(WorldBook book) : PlainAction
{
    public const int Things = 8;

    private int _asked;
    private int _saved;

    /// <summary>Another run begins.</summary>
    public void Begin() => (_asked, _saved) = (0, 0);

    public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
    {
        if (context.Checkpoint is null && _asked == Things)
        {
            // The job was killed when the run was over: this is another one.
            Begin();
        }

        int next = context.Checkpoint is { } checkpoint ? int.Parse(checkpoint, CultureInfo.InvariantCulture) : 0;
        if (next < _saved || next > _asked)
        {
            book.Complain($"it goes on at {next}, with {_saved} saved and {_asked} tried");
        }

        for (; next < Things; next++)
        {
            _ = await context.Http.GetFromJsonAsync<SiteItems.ListPageAnswer>($"/list/{next + 1}", cancellationToken);
            context.Report(next + 1, Things);
            _asked = next + 1;
            await context.SaveAsync(_asked.ToString(CultureInfo.InvariantCulture), cancellationToken);
            _saved = next + 1;
        }
    }
}
