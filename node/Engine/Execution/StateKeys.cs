using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Execution;

/// <summary>The keys of the state: one byte of space, then the name. Spaces below 0x80 are authenticated by the state root.</summary>
public static class StateKeys
{
    /// <summary>Issuer index u32 -> <see cref="IssuerEntry"/>; in the store only those that were decided since the genesis.</summary>
    public const byte IssuerSpace = IssuerEntry.Space;

    /// <summary>Transaction id -> last height u64.</summary>
    public const byte WindowSpace = 0x02;

    /// <summary>One entry -> <see cref="Execution.Governance.GovernanceState"/>; none before the first change of it.</summary>
    public const byte GovernanceSpace = 0x03;

    /// <summary>Epoch number u32, from 1 -> its configuration, written by its first block and never again.</summary>
    public const byte EpochSpace = 0x04;

    /// <summary>Batch digest -> last height u64 up to which it may not be in another block (B1).</summary>
    public const byte BatchSpace = 0x05;

    /// <summary>Issuer index u32, commitment 32 -> <see cref="StatusEntry"/>; none before its issuer says something of it (A1).</summary>
    public const byte StatusSpace = StatusEntry.Space;

    /// <summary>From here on nothing is authenticated.</summary>
    public const byte FirstDerived = 0x80;

    /// <summary>Transaction id -> <see cref="Receipts.TransactionLocator"/>. Derived.</summary>
    public const byte LocatorSpace = 0x81;

    /// <summary>Names -> values of this store itself. Derived.</summary>
    public const byte MetaSpace = 0x83;

    public static byte[] Issuer(uint index) => IssuerEntry.KeyOf(index);

    public static byte[] Status(uint issuer, Digest commitment) => StatusEntry.KeyOf(issuer, commitment);

    public static byte[] Epoch(Epoch number) => Of(EpochSpace, number.Value);

    public static byte[] Window(Digest transactionId) => Of(WindowSpace, transactionId);

    public static byte[] Locator(Digest transactionId) => Of(LocatorSpace, transactionId);

    public static byte[] Batch(Digest digest) => Of(BatchSpace, digest);

    /// <summary>What the chain has decided about itself.</summary>
    public static byte[] Governance { get; } = [GovernanceSpace];

    /// <summary>The committed state's header and frontier.</summary>
    public static byte[] Head { get; } = [MetaSpace, (byte)'h'];

    /// <summary>While a snapshot is being taken over: the height that what is authenticated is of, which is not the store's own.</summary>
    public static byte[] Restoring { get; } = [MetaSpace, (byte)'r'];

    public static byte[] ValueOf(Height height)
    {
        byte[] value = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, height.Value);
        return value;
    }

    public static Height HeightOf(ReadOnlySpan<byte> value) => new(BinaryPrimitives.ReadUInt64BigEndian(value));

    private static byte[] Of(byte space, uint name)
    {
        byte[] key = new byte[5];
        key[0] = space;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), name);
        return key;
    }

    private static byte[] Of(byte space, Digest name)
    {
        byte[] key = new byte[1 + Digest.Size];
        key[0] = space;
        name.CopyTo(key.AsSpan(1));
        return key;
    }
}
