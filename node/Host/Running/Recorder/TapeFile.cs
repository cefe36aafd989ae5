using Ledger.Engine.Recorder;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Node.Running;

/// <summary>Where a node leaves its last steps: a file of those asked for, one of those before it halted; each replaces its last.</summary>
public sealed class TapeFile(IDirectory directory)
{
    public const string Asked = "asked.tape";

    public const string Halted = "halted.tape";

    /// <summary>Durable when it returns.</summary>
    /// <returns>What messages call it.</returns>
    public string Write(string name, Tape tape)
    {
        if (directory.Exists(name))
        {
            directory.Delete(name);
        }

        directory.Publish(name, 0, file => file.Write(0, tape.Encode())).Dispose();
        return directory.PathOf(name);
    }
}
