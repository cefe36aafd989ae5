// An unmodified grpc-go client of a Ledger node: uses stubs that protoc made of the .proto files, then checks facts.
//
//	build PROTOS FOLDER
//	FOLDER/client --target HOST:PORT --transactions FILE [--authority CERT.pem] FACT [FACT ...]
//
// FILE holds JSON: {"valid": "<hex>", "tampered": "<hex>", "big": "<hex>", "held": "<hex>"}, signed transactions of
// the target's chain: the second is the first with one bit turned over, the third has as many commitments as the chain
// allows, the fourth is taken and never answered.
// Prints "ok FACT" for each fact that holds, "not ok FACT: <what came instead>" for each other; exits with 0 only if
// all hold.
package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	health "interop/health"
	ledger "interop/ledger"
	reflection "interop/reflection"
)

const (
	patience     = time.Minute
	limitBytes   = 8 * 1024 * 1024
	framingBytes = 5       // tag and length of SubmitRequest.transaction, when it is about as long as the limit
	farAhead     = 1 << 62 // a height that no chain reaches: the node has nothing to say
)

// codec lets a grpc-go that is older than the stubs carry them.
type codec struct{}

func (codec) Name() string { return "proto" }
func (codec) Marshal(message interface{}) ([]byte, error) {
	return proto.Marshal(message.(proto.Message))
}
func (codec) Unmarshal(data []byte, message interface{}) error {
	return proto.Unmarshal(data, message.(proto.Message))
}

// node is what every fact needs: the connection's stubs and the transactions.
type node struct {
	connection                 *grpc.ClientConn
	ledger                     ledger.LedgerClient
	health                     health.HealthClient
	reflection                 reflection.ServerReflectionClient
	encodings                  *encodings
	valid, tampered, big, held []byte
}

var facts = map[string]func(node) error{
	"status":               node.status,
	"submit":               node.submit,
	"get_receipt":          node.getReceipt,
	"not_anchored":         node.notAnchored,
	"watch":                node.watch,
	"submit_batch":         node.submitBatch,
	"submit_stream":        node.submitStream,
	"bad_signature":        node.badSignature,
	"refusal_details":      node.refusalDetails,
	"unknown_transaction":  node.unknownTransaction,
	"wrong_length":         node.wrongLength,
	"unknown_method":       node.unknownMethod,
	"at_the_limit":         node.atTheLimit,
	"above_the_limit":      node.aboveTheLimit,
	"big_transaction":      node.bigTransaction,
	"gzip":                 node.gzip,
	"gzip_bomb":            node.gzipBomb,
	"cancelled":            node.cancelled,
	"deadline_of_a_call":   node.deadlineOfACall,
	"deadline_of_a_stream": node.deadlineOfAStream,
	"request_id":           node.requestID,
	"health_check":         node.healthCheck,
	"health_watch":         node.healthWatch,
	"describes_itself":     node.describesItself,
}

// The calls of one question and one answer.

func (n node) status() error {
	ctx, cancel := within(patience)
	defer cancel()
	answer, err := n.ledger.GetStatus(ctx, &ledger.GetStatusRequest{})
	return first(err, expect(answer.GetVersion() != "" && answer.GetValidator() != "", answer))
}

func (n node) submit() error {
	answer, err := n.send(n.valid, true)
	admitted := answer.GetAdmission() == ledger.Admission_ADMISSION_ACCEPTED ||
		answer.GetAdmission() == ledger.Admission_ADMISSION_ALREADY_KNOWN
	return first(err, expect(admitted && len(answer.GetTransactionId()) == 32 && len(answer.GetReceipt()) > 0, answer))
}

func (n node) getReceipt() error {
	ctx, cancel := within(patience)
	defer cancel()
	submitted, err := n.send(n.valid, true)
	if err != nil {
		return err
	}
	found, err := n.ledger.GetReceipt(ctx, &ledger.GetReceiptRequest{TransactionId: submitted.TransactionId})
	committed := found.GetState() == ledger.ReceiptState_RECEIPT_STATE_COMMITTED
	return first(err, expect(committed && bytes.Equal(found.GetReceipt(), submitted.Receipt), found))
}

func (n node) notAnchored() error {
	answer, err := n.check(make([]byte, 32))
	notFound := answer.GetVerdict() == ledger.CheckVerdict_CHECK_VERDICT_NOT_FOUND
	return first(err, expect(notFound && len(answer.GetMatches()) == 0, answer))
}

// Streams.

func (n node) watch() error {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.ledger.Watch(ctx, &ledger.WatchRequest{FromHeight: 1})
	for height := uint64(1); err == nil && height <= 3; height++ {
		var block *ledger.BlockEvent
		block, err = call.Recv()
		err = first(err, expect(block.GetHeight() == height, block))
	}
	return err
}

func (n node) submitBatch() error {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.ledger.SubmitBatch(ctx)
	for _, transaction := range [][]byte{n.valid, n.tampered, n.valid} {
		if err == nil {
			err = call.Send(&ledger.SubmitRequest{Transaction: transaction})
		}
	}
	if err != nil {
		return err
	}
	answer, err := call.CloseAndRecv()
	taken := answer.GetReceived() == 3 && answer.GetAccepted()+answer.GetAlreadyKnown() == 2
	listed := len(answer.GetRefused()) == 1 && answer.GetRefused()[0].Index == 1 && !answer.RefusedTruncated
	if err = first(err, expect(taken && listed, answer)); err != nil {
		return err
	}
	return expectBadSignature(answer.Refused[0].Refusal)
}

func (n node) submitStream() error {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.ledger.SubmitStream(ctx)
	if err != nil {
		return err
	}
	// One question goes out only when the answer to the one before it is here.
	for index, transaction := range [][]byte{n.valid, n.tampered, n.valid} {
		if err := call.Send(&ledger.SubmitRequest{Transaction: transaction}); err != nil {
			return err
		}
		answer, err := call.Recv()
		if err = first(err, expect(answer.GetIndex() == uint64(index), answer)); err != nil {
			return err
		}
		if refusal := answer.GetRefusal(); bytes.Equal(transaction, n.tampered) {
			err = expectBadSignature(refusal)
		} else {
			err = expect(len(answer.GetResponse().GetTransactionId()) == 32, answer)
		}
		if err != nil {
			return err
		}
	}
	if err := call.CloseSend(); err != nil {
		return err
	}
	answer, err := call.Recv()
	return expect(err == io.EOF, answer)
}

// Refusals.

func (n node) badSignature() error {
	_, err := n.send(n.tampered, false)
	return refused(err, codes.InvalidArgument, "BAD_SIGNATURE: ")
}

func (n node) refusalDetails() error {
	_, err := n.send(n.tampered, false)
	info, texts := &errdetails.ErrorInfo{}, map[string]string{}
	for _, detail := range status.Convert(err).Details() {
		switch found := detail.(type) {
		case *errdetails.ErrorInfo:
			info = found
		case *errdetails.LocalizedMessage:
			texts[found.Locale] = found.Message
		}
	}
	named := info.Reason == "BAD_SIGNATURE" && info.Domain == "ledger"
	return expect(named && texts["en"] != "" && isChinese(texts["zh-CN"]), []interface{}{err, info, texts})
}

func (n node) unknownTransaction() error {
	ctx, cancel := within(patience)
	defer cancel()
	_, err := n.ledger.GetReceipt(ctx, &ledger.GetReceiptRequest{TransactionId: make([]byte, 32)})
	return refused(err, codes.NotFound, "UNKNOWN_TRANSACTION: ")
}

func (n node) wrongLength() error {
	_, err := n.check(make([]byte, 31))
	return refused(err, codes.InvalidArgument, "MALFORMED: ")
}

func (n node) unknownMethod() error {
	ctx, cancel := within(patience)
	defer cancel()
	none := &ledger.GetStatusRequest{}
	return refused(n.connection.Invoke(ctx, "/ledger.v1.Ledger/Destroy", none, none), codes.Unimplemented, "")
}

// Sizes.

func (n node) atTheLimit() error {
	_, err := n.send(make([]byte, limitBytes-framingBytes), false)
	return refused(err, codes.InvalidArgument, "MALFORMED: ")
}

func (n node) aboveTheLimit() error {
	_, err := n.send(make([]byte, limitBytes-framingBytes+1), false)
	return refused(err, codes.ResourceExhausted, "REQUEST_TOO_LARGE: ")
}

func (n node) bigTransaction() error {
	answer, err := n.send(n.big, true)
	return first(err, expect(len(answer.GetReceipt()) > 0, answer))
}

func (n node) gzip() error {
	answer, err := n.send(n.valid, true, grpc.UseCompressor(gzip.Name))
	err = first(err, expect(len(answer.GetTransactionId()) == 32 && len(answer.GetReceipt()) > 0, answer))
	return first(err, expect(n.encodings.lastReceived == gzip.Name, "an answer that is not compressed"))
}

func (n node) gzipBomb() error {
	_, err := n.send(make([]byte, limitBytes+1), false, grpc.UseCompressor(gzip.Name))
	return refused(err, codes.ResourceExhausted, "REQUEST_TOO_LARGE: ")
}

// Ends.

func (n node) cancelled() error {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.ledger.Watch(ctx, &ledger.WatchRequest{FromHeight: farAhead})
	if err != nil {
		return err
	}
	if _, err = call.Header(); err != nil { // it is under way
		return err
	}
	cancel()
	_, err = call.Recv()
	return first(refused(err, codes.Canceled, ""), n.status())
}

func (n node) deadlineOfACall() error {
	ctx, cancel := within(300 * time.Millisecond)
	defer cancel()
	_, err := n.ledger.Submit(ctx, &ledger.SubmitRequest{Transaction: n.held, WaitForReceipt: true})
	return first(refused(err, codes.DeadlineExceeded, ""), n.status())
}

func (n node) deadlineOfAStream() error {
	ctx, cancel := within(300 * time.Millisecond)
	defer cancel()
	call, err := n.ledger.Watch(ctx, &ledger.WatchRequest{FromHeight: farAhead})
	if err == nil {
		_, err = call.Recv()
	}
	return first(refused(err, codes.DeadlineExceeded, ""), n.status())
}

// What every gRPC server has.

func (n node) requestID() error {
	ctx, cancel := within(patience)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "x-request-id", "from-go")
	var header, trailer metadata.MD
	_, err := n.ledger.GetStatus(ctx, &ledger.GetStatusRequest{}, grpc.Header(&header), grpc.Trailer(&trailer))
	heard := append(header.Get("x-request-id"), trailer.Get("x-request-id")...)
	return first(err, expect(len(heard) > 0 && heard[0] == "from-go", heard))
}

func (n node) healthCheck() error {
	ctx, cancel := within(patience)
	defer cancel()
	answer, err := n.health.Check(ctx, &health.HealthCheckRequest{})
	return first(err, expect(answer.GetStatus() == health.HealthCheckResponse_SERVING, answer))
}

func (n node) healthWatch() error {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.health.Watch(ctx, &health.HealthCheckRequest{})
	if err != nil {
		return err
	}
	answer, err := call.Recv()
	return first(err, expect(answer.GetStatus() == health.HealthCheckResponse_SERVING, answer))
}

func (n node) describesItself() error {
	list, err := n.reflect(&reflection.ServerReflectionRequest{
		MessageRequest: &reflection.ServerReflectionRequest_ListServices{ListServices: "*"}})
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, service := range list.GetListServicesResponse().GetService() {
		names[service.Name] = true
	}
	file, err := n.reflect(&reflection.ServerReflectionRequest{
		MessageRequest: &reflection.ServerReflectionRequest_FileContainingSymbol{
			FileContainingSymbol: "ledger.v1.Ledger.Submit"}})
	files := bytes.Join(file.GetFileDescriptorResponse().GetFileDescriptorProto(), nil)
	described := bytes.Contains(files, []byte("SubmitRequest"))
	return first(err, expect(names["ledger.v1.Ledger"] && names["grpc.health.v1.Health"] && described, names))
}

// Helpers: what a client needs once.

func (n node) send(transaction []byte, wait bool, options ...grpc.CallOption) (*ledger.SubmitResponse, error) {
	ctx, cancel := within(patience)
	defer cancel()
	return n.ledger.Submit(ctx, &ledger.SubmitRequest{Transaction: transaction, WaitForReceipt: wait}, options...)
}

func (n node) check(commitment []byte) (*ledger.CheckResponse, error) {
	ctx, cancel := within(patience)
	defer cancel()
	return n.ledger.Check(ctx, &ledger.CheckRequest{Commitment: commitment})
}

func (n node) reflect(question *reflection.ServerReflectionRequest) (*reflection.ServerReflectionResponse, error) {
	ctx, cancel := within(patience)
	defer cancel()
	call, err := n.reflection.ServerReflectionInfo(ctx)
	if err != nil {
		return nil, err
	}
	if err = call.Send(question); err != nil {
		return nil, err
	}
	return call.Recv()
}

// encodings remembers how the last answer was compressed, which a stub does not tell.
type encodings struct{ lastReceived string }

func (e *encodings) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (e *encodings) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (e *encodings) HandleConn(context.Context, stats.ConnStats)                       {}
func (e *encodings) HandleRPC(_ context.Context, event stats.RPCStats) {
	if header, ok := event.(*stats.InHeader); ok {
		e.lastReceived = header.Compression
	}
}

func within(time time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func expect(holds bool, got interface{}) error {
	if holds {
		return nil
	}
	return fmt.Errorf("got instead: %v", got)
}

func refused(err error, code codes.Code, prefix string) error {
	if err == nil {
		return errors.New("not refused")
	}
	told := status.Convert(err)
	return expect(told.Code() == code && strings.HasPrefix(told.Message(), prefix), err)
}

func expectBadSignature(refusal *ledger.Refusal) error {
	named := refusal.GetCode() == "BAD_SIGNATURE" && refusal.GetGrpcStatus() == int32(codes.InvalidArgument)
	return expect(named && refusal.GetMessage() != "" && isChinese(refusal.GetMessageZh()), refusal)
}

func isChinese(text string) bool {
	return strings.IndexFunc(text, func(letter rune) bool { return unicode.Is(unicode.Han, letter) }) >= 0
}

func connect(target, authority, file string) (node, error) {
	n := node{encodings: &encodings{}}
	trust := grpc.WithInsecure()
	if authority != "" {
		tls, err := credentials.NewClientTLSFromFile(authority, "")
		if err != nil {
			return n, err
		}
		trust = grpc.WithTransportCredentials(tls)
	}
	connection, err := grpc.Dial(
		target, trust, grpc.WithDefaultCallOptions(grpc.ForceCodec(codec{})), grpc.WithStatsHandler(n.encodings))
	if err != nil {
		return n, err
	}
	n.connection = connection
	n.ledger = ledger.NewLedgerClient(connection)
	n.health = health.NewHealthClient(connection)
	n.reflection = reflection.NewServerReflectionClient(connection)
	return n, n.readTransactions(file)
}

func (n *node) readTransactions(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var named map[string]string
	if err := json.Unmarshal(text, &named); err != nil {
		return err
	}
	places := map[string]*[]byte{"valid": &n.valid, "tampered": &n.tampered, "big": &n.big, "held": &n.held}
	for name, place := range places {
		if *place, err = hex.DecodeString(named[name]); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	target := flag.String("target", "", "host:port of a node")
	transactions := flag.String("transactions", "", "file with transactions")
	authority := flag.String("authority", "", "PEM file of the certificate to trust; none for plain text")
	_ = flag.String("protos", "", "not used: the stubs are built in")
	flag.Parse()

	n, err := connect(*target, *authority, *transactions)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	exit := 0
	for _, name := range flag.Args() {
		if fact, known := facts[name]; !known {
			err = errors.New("no such fact")
		} else {
			err = fact(n)
		}
		if err != nil {
			fmt.Printf("not ok %s: %.2000s\n", name, strings.Join(strings.Fields(err.Error()), " "))
			exit = 1
			continue
		}
		fmt.Println("ok", name)
	}
	os.Exit(exit)
}
