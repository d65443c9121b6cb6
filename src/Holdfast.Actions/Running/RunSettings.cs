using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Actions;

/// <summary>How a run is carried out.</summary>
public sealed class RunSettings
{
    /// <summary>The ledger's file. Made when it is missing, in a folder that exists. Default <c>holdfast.db</c> in the working folder.</summary>
    [Required]
    public string LedgerPath { get; set; } = "holdfast.db";

    /// <summary>How many batches are fetched at a time. Default 4.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 4;

    /// <summary>The largest number of items in a batch, and so in a commit. Default 20.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 20;

    /// <summary>The longest that one page or one batch may take on a living session before it counts as failed. Default 20 min: a call
    /// without a deadline once hung for seven hours. While a call waits for a pause that the site asks for, or for its turn, the time does not
    /// run.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a stop waits for batches in flight before it lets them go; they stay pending. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before a failed page, proof or batch is tried again; doubled each time, up to 30 s. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a list page is tried before the listing stops. Default 4.</summary>
    [Range(1, 100)]
    public int ListAttempts { get; set; } = 4;

    /// <summary>How many pages in a row of a list or plan may lead on and show nothing that is new to this reading of it, in one leg; one more ends it, and a
    /// person must look: it may have no end. Default 100: a filter of the site's own may leave some pages empty.</summary>
    [Range(1, 1_000_000)]
    public int MaxEmptyPages { get; set; } = 100;

    /// <summary>How often a list is read again when it moved while it was read, or showed fewer items than the site says it holds; only as far as
    /// it had moved, where that is known. Default 2.</summary>
    [Range(0, 100)]
    public int RereadPasses { get; set; } = 2;

    /// <summary>How often failed and partial items, and a list that could not be read to its end, are tried once more at the end of a leg. Not
    /// when the leg was stopped. Default 1.</summary>
    [Range(0, 100)]
    public int RetryRounds { get; set; } = 1;

    /// <summary>How many sessions must die while an item is fetched with nothing else in flight, before it is quarantined. Default 3.</summary>
    [Range(1, 100)]
    public int QuarantineAfter { get; set; } = 3;

    /// <summary>The free disk space that is required at start and before each commit, in bytes. Default 64 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = 64L << 20;

    /// <summary>How many failures of the site in a row, without one success, stop the run; the items it failed in them stay pending. A batch
    /// that fails as a whole is one failure. List pages have <see cref="ListAttempts"/> instead. Default 20, as the mission asked.</summary>
    [Range(1, 1_000_000)]
    public int CriticalFailures { get; set; } = 20;

    /// <summary>How long a site must have shown that an effect did not happen, since the first question, before it is sent again: a request that
    /// was given up may still be on its way. Longer than the site ever takes over one. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Knows how items, records and effects become JSON, such as a <see cref="JsonSerializerContext"/>; for programs in which reflection is
    /// off for JSON. Null (the default) for reflection. An action that overrides <c>Json</c> does not need it.</summary>
    public IJsonTypeInfoResolver? JsonTypes { get; set; }
}
