using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger anchor</c>: anchors documents in one transaction and writes an envelope beside each.</summary>
/// <remarks>Documents are read on this machine only; what leaves it is a salted commitment for each.</remarks>
internal static class AnchorCommand
{
    private static readonly Argument<string[]> Documents = new("FILE")
    {
        Description = "The documents.",
        Arity = ArgumentArity.OneOrMore,
    };

    internal static readonly Option<ushort> DocumentType = new("--document-type")
    {
        Description = "Code of the consortium's list of document types.",
        HelpName = "N",
    };

    internal static readonly Option<string?> ValidFrom = new("--valid-from")
    {
        Description = "Begin of the documents' validity (ISO 8601); none when not given.",
        HelpName = "ISO",
    };

    internal static readonly Option<string?> ValidTo = new("--valid-to")
    {
        Description = "End of the documents' validity (ISO 8601); none when not given.",
        HelpName = "ISO",
    };

    private static readonly Option<string?> OutFolder = new("--out-dir")
    {
        Description = "Folder for the envelopes; beside each document when not given.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        Command command = new(
            "anchor",
            "Anchors documents in one transaction, verifies the receipts, and writes FILE.ledger.json beside each. "
            + "An envelope that exists is never replaced: its salt is part of an earlier proof.")
        {
            Documents, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Genesis,
            IssuerOptions.Key, IssuerOptions.Name, SharedOptions.PassphraseFile, DocumentType, ValidFrom, ValidTo,
            IssuerOptions.ValidForHeights,
            OutFolder, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] paths = parsed.GetRequiredValue(Documents);
        string[] envelopePaths = EnvelopePaths(paths, parsed.GetValue(OutFolder));
        AnchorTerms terms = TermsOf(parsed);
        TimeSpan timeout = Inputs.Timeout(parsed);
        Genesis genesis = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        using NodeRing nodes = Inputs.Nodes(parsed);
        HistoryClient history = new(nodes, genesis, SignatureSuites.Production);
        Issuer issuer = await IssuerOptions.FindAsync(history, parsed.GetRequiredValue(IssuerOptions.Name), timeout, cancellation);
        using IOwnedSigner signer = SigningKey.Open(
            parsed.GetRequiredValue(IssuerOptions.Key), parsed.GetRequiredValue(SharedOptions.PassphraseFile));
        HashedDocument[] documents =
            [.. paths.Select(path => HashProgress.Hash(path, DocumentHasher.DrawSalt(), cancellation))];
        AnchorOrder order = new(issuer, signer, terms, parsed.GetValue(IssuerOptions.ValidForHeights));
        AnchorClient client = new(nodes, genesis, SignatureSuites.Production);
        IReadOnlyList<CarryEnvelope> envelopes = await client.AnchorAsync(documents, order, timeout, cancellation);
        StatusClient statuses = new(nodes, history, SignatureSuites.Production);
        envelopes = await WithStatusesAsync(parsed, statuses, envelopes, timeout, cancellation);
        for (int i = 0; i < envelopes.Count; i++)
        {
            EnvelopeFile.Write(envelopePaths[i], envelopes[i]);
        }

        Give(parsed, paths, envelopePaths, envelopes);
        return (int)ExitCode.Ok;
    }

    /// <summary>Everything that would keep an envelope from being written is found before anything is anchored.</summary>
    private static string[] EnvelopePaths(string[] paths, string? folder)
    {
        if (paths.Length > AnchorTransaction.MaximumCommitments)
        {
            throw CommandFailure.Usage($"at most {AnchorTransaction.MaximumCommitments} documents at a time");
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        string[] envelopes = [.. paths.Select(path => EnvelopeFile.PathFor(path, folder))];
        HashSet<string> seen = [];
        foreach ((string path, string envelope) in paths.Zip(envelopes))
        {
            string name = Path.GetFileName(path);
            if (name.Any(c => c == '\\' || char.IsControl(c)))
            {
                throw CommandFailure.OfFile(path, "a document's name has no backslash and no control character");
            }

            if (Path.Exists(envelope) || !seen.Add(Path.GetFullPath(envelope)))
            {
                throw CommandFailure.OfFile(envelope, "exists or is wanted twice, and no envelope is ever replaced");
            }
        }

        return envelopes;
    }

    internal static AnchorTerms TermsOf(ParseResult parsed)
    {
        uint from = Seconds("--valid-from", parsed.GetValue(ValidFrom));
        uint to = Seconds("--valid-to", parsed.GetValue(ValidTo));
        return to == 0 || from <= to
            ? new AnchorTerms(CommitmentScheme.SaltedFile, parsed.GetValue(DocumentType), from, to)
            : throw CommandFailure.Usage("--valid-to is before --valid-from");
    }

    private static uint Seconds(string option, string? iso)
    {
        if (iso is null)
        {
            return 0;
        }

        long seconds = Inputs.Time(option, iso).ToUnixTimeSeconds();
        return seconds is > 0 and <= uint.MaxValue
            ? (uint)seconds
            : throw CommandFailure.Usage($"{option} {iso}: between 1970 and 2106");
    }

    /// <summary>With proofs that nothing is said against them; without, when none can be had: what is anchored is not lost.</summary>
    private static async Task<IReadOnlyList<CarryEnvelope>> WithStatusesAsync(
        ParseResult parsed,
        StatusClient statuses,
        IReadOnlyList<CarryEnvelope> envelopes,
        TimeSpan timeout,
        CancellationToken cancellation)
    {
        try
        {
            return [.. (await statuses.RefreshAsync(envelopes, Deadline.After(timeout), cancellation)).Select(r => r.Envelope)];
        }
        catch (Exception failure) when (failure is LedgerRpcException or AnchorException)
        {
            Answer.Warn(parsed, $"the envelopes have no proof of their status, 'ledger refresh' brings it: {failure.Message}");
            return envelopes;
        }
    }

    private static void Give(
        ParseResult parsed, string[] paths, string[] envelopePaths, IReadOnlyList<CarryEnvelope> envelopes)
    {
        Receipt first = envelopes[0].Receipt;
        var anchored = envelopes.Index().Select(e => new
        {
            File = paths[e.Index],
            Envelope = envelopePaths[e.Index],
            Commitment = $"{e.Item.Receipt.Leaf.Commitment}",
            LeafIndex = e.Item.Receipt.Proof.LeafIndex,
        });
        Answer.Give(
            parsed,
            new { TransactionId = $"{first.TransactionId}", Height = first.Header.Height.Value, Documents = anchored },
            [
                $"anchored in block {first.Header.Height.Value} by transaction {first.TransactionId}",
                .. anchored.Select(a => $"  leaf {a.LeafIndex}  {a.File} -> {a.Envelope}"),
            ]);
    }
}
