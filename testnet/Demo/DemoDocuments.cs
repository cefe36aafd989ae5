namespace Ledger.Testnet.Demo;

/// <summary>The documents of the demo: made up, in names and content, of nobody.</summary>
internal static class DemoDocuments
{
    private const int LargeBytes = 100 * 1000 * 1000;

    private const string Contract = """
        LEASE AGREEMENT (SPECIMEN)

        Between Example Harbour Properties Pte. Ltd., Singapore, and Specimen Trading Co., Shenzhen.
        This document was made for a demonstration. It names no person and binds nobody.
        """;

    private const string Certificate = """
        学历证明（样本）

        兹证明样本同学于示例大学完成全部课程。
        本文件仅用于演示，不含任何真实个人信息。
        """;

    /// <summary>Writes the three documents into a folder and gives their paths, the large one last.</summary>
    public static string[] Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string contract = Path.Combine(folder, "lease-agreement.txt");
        string certificate = Path.Combine(folder, "学历证明（样本）.txt");
        string scan = Path.Combine(folder, "site-survey-scan.tiff");
        File.WriteAllText(contract, Contract);
        File.WriteAllText(certificate, Certificate);
        byte[] noise = new byte[LargeBytes];
        Random.Shared.NextBytes(noise);
        File.WriteAllBytes(scan, noise);
        return [contract, certificate, scan];
    }

    /// <summary>Writes one more small document.</summary>
    public static string WriteAddendum(string folder)
    {
        string path = Path.Combine(folder, "addendum.txt");
        File.WriteAllText(path, "ADDENDUM (SPECIMEN)\n\nThe lease begins a month later.\n");
        return path;
    }

    /// <summary>Changes one byte in the middle of a file.</summary>
    public static void TamperWith(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        long middle = file.Length / 2;
        file.Position = middle;
        int value = file.ReadByte();
        file.Position = middle;
        file.WriteByte((byte)(value ^ 1));
    }
}
