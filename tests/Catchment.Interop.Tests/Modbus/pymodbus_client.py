"""A pymodbus client of the gateway's Modbus server. Its argument is the port. Ends with 0 when everything was as it should be.

Before it writes, and after, it says a line and waits for one: the test looks into the store meanwhile.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

from pymodbus.client import ModbusTcpClient
from pymodbus.constants import Endian
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.payload import BinaryPayloadBuilder, BinaryPayloadDecoder
from pymodbus.pdu import ExceptionResponse

PORT = int(sys.argv[1])


def equal(what, got, expected):
    if got != expected:
        sys.exit(f"{what}: {got!r} instead of {expected!r}")


def refused(what, reply, code):
    if not isinstance(reply, ExceptionResponse) or reply.exception_code != code:
        sys.exit(f"{what}: {reply} instead of exception {code}")


def decoder(registers, word=Endian.Big):
    return BinaryPayloadDecoder.fromRegisters(registers, byteorder=Endian.Big, wordorder=word)


client = ModbusTcpClient("127.0.0.1", port=PORT, timeout=30)
if not client.connect():
    sys.exit("no connection")

holding = client.read_holding_registers(100, 20, slave=1).registers
equal("float32", decoder(holding[0:2]).decode_32bit_float(), 21.5)
equal("int32 words swapped", decoder(holding[2:4], Endian.Little).decode_32bit_int(), -123456)
equal("float64", decoder(holding[4:8]).decode_64bit_float(), 123456.789)
equal("uint64", decoder(holding[8:12]).decode_64bit_uint(), 9007199254740993)
equal("string", decoder(holding[12:16]).decode_string(8), b"Boiler 1")
equal("int16 x 10", decoder(holding[16:17]).decode_16bit_int(), -127)
equal("unmapped", holding[17:], [0, 0, 0])
equal("input", client.read_input_registers(10, 1, slave=9).registers, [1234])
equal("coils", client.read_coils(20, 3, slave=1).bits[:3], [True, False, False])
equal("discrete", client.read_discrete_inputs(30, 2, slave=1).bits[:2], [True, False])

print("read")
sys.stdin.readline()
builder = BinaryPayloadBuilder(byteorder=Endian.Big, wordorder=Endian.Big)
builder.add_32bit_float(-2.25)
client.write_registers(100, builder.to_registers(), slave=1)
client.write_register(116, 305, slave=1)
client.write_coil(20, False, slave=1)
client.write_coils(21, [True, True, False], slave=1)
equal("written coils", client.read_coils(20, 4, slave=1).bits[:4], [False, True, True, False])
both = client.readwrite_registers(read_address=116, read_count=1, write_address=117, write_registers=[4711], slave=1)
equal("read and write", both.registers, [305])
equal("memory", client.read_holding_registers(117, 1, slave=1).registers, [4711])
print("written")
sys.stdin.readline()

refused("read only", client.write_register(140, 1, slave=1), 2)
refused("read only within", client.write_registers(139, [1, 1], slave=1), 2)
refused("past the end", client.read_holding_registers(65535, 2, slave=1), 2)
refused("too many", client.read_holding_registers(0, 126, slave=1), 3)
refused("mask write", client.mask_write_register(0, 1, 2, slave=1), 1)
information = client.execute(ReadDeviceInformationRequest(read_code=1, object_id=0, unit=1)).information
equal("identification", information, {0: b"Catchment", 1: b"gateway", 2: b"1.0"})
client.close()


def load(_):
    own = ModbusTcpClient("127.0.0.1", port=PORT, timeout=30)
    own.connect()
    for _ in range(20):
        parts = own.read_holding_registers(60, 47, slave=1).registers + own.read_holding_registers(107, 78, slave=1).registers
        equal("many clients", own.read_holding_registers(60, 125, slave=1).registers, parts)
    own.close()


with ThreadPoolExecutor(24) as pool:
    list(pool.map(load, range(24)))
