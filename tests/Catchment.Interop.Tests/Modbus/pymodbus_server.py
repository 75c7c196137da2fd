"""A pymodbus server with 100 of everything; says its port, then serves until its standard input ends."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server.async_io import ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer


async def main():
    block = lambda first: ModbusSequentialDataBlock(0, [first + i for i in range(100)])
    bits = lambda: ModbusSequentialDataBlock(0, [i % 3 == 0 for i in range(100)])
    slave = ModbusSlaveContext(di=bits(), co=bits(), hr=block(1000), ir=block(2000), zero_mode=True)
    identity = ModbusDeviceIdentification(info_name={"VendorName": "pymodbus", "ProductCode": "PM", "MajorMinorRevision": "3.0"})
    framer = ModbusRtuFramer if sys.argv[1] == "rtu" else ModbusSocketFramer
    server = ModbusTcpServer(ModbusServerContext(slaves=slave, single=True), framer, identity, ("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()


asyncio.run(main())
