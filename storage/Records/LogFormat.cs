namespace Ledger.Storage.Records;

/// <summary>What kind of file a header announces.</summary>
/// <param name="Name">Exactly 8 ASCII characters, the first bytes of the file.</param>
/// <param name="Version">The version this program writes; a greater one is refused.</param>
/// <param name="MaximumPayloadBytes">No record is longer.</param>
/// <param name="IsSalted">Whether its checksums start from the node secret.</param>
public sealed record LogFormat(string Name, ushort Version, int MaximumPayloadBytes, bool IsSalted = false)
{
    public static readonly LogFormat Journal = new("LGRJRNL\n", 1, 4 << 20);

    public static readonly LogFormat Batches = new("LGRBATC\n", 1, 32 << 20, IsSalted: true);

    public static readonly LogFormat Blocks = new("LGRBLKS\n", 1, 32 << 20, IsSalted: true);

    public static readonly LogFormat Certificates = new("LGRCERT\n", 1, 64 << 10, IsSalted: true);

    public static readonly LogFormat BatchManifest = new("LGRBATM\n", 1, 1 << 10);

    public static readonly LogFormat State = new("LGRSTAT\n", 2, 1 << 20);

    public static readonly LogFormat CommitmentIndex = new("LGRCIDX\n", 1, 1 << 20);

    public static readonly LogFormat Anchors = new("LGRANCH\n", 1, 1 << 20);

    public static readonly LogFormat Checkpoint = new("LGRCKPT\n", 1, 1 << 20);

    public static readonly LogFormat AnchorManifest = new("LGRANCM\n", 1, 1 << 20);
}
