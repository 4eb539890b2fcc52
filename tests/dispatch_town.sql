-- Projects that lag, stand still and are silent in every way, on plans of 1,200 whose twelfth is 100.
insert into department (department_id, name, kind) values ('D1', '局一', '市直'), ('D2', '局二', '市直');
insert into leader (leader_id, name) values ('L1', '甲'), ('L2', '乙');
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D2', '2021-01-01');
insert into chain_leader (chain_id, leader_id, role, from_date)
    values ('C1', 'L1', '链长', '2021-01-01'), ('C1', 'L2', '链长', '2021-01-01');
insert into liaison (liaison_id, chain_id, name) values ('N1', 'C1', '联甲');
insert into project (project_id, name, chain_id, county_id, nature, total_investment, planned_start,
        actual_finish, leader_id, builder, parent_id)
    values ('A', '=停两月', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', '建厂', null),
           ('B', '两月未报', 'C1', 'Y', '新建', 1, '2021-01-01', null, 'L2', null, null),
           ('C', '超前', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('D', '跨年停滞', 'C2', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('E', '本月开工', 'C1', 'X', '新建', 1, '2022-10-05', null, null, null, null),
           ('F', '无计划', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('G', '零计划', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('H', '已竣工', 'C1', 'X', '新建', 1, '2021-01-01', '2022-09-15', 'L1', null, null),
           ('I', '全年完成', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('J', '超前而停', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('K', '打捆', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('L', '子项目', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, 'K'),
           ('M', '累计下降', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('N', '两次加计划', 'C1', 'X', '新建', 1, '2021-01-01', null, 'L1', null, null),
           ('O', '隔年', 'C1', 'X', '新建', 1, '2020-01-01', null, 'L1', null, null),
           ('Q', '从未报送', 'C1', 'X', '新建', 1, '2022-01-01', null, 'L1', null, null);
insert into project_plan (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target)
    select id, 2022, 1, 1200, null, null, null, null
        from unnest(['A', 'B', 'C', 'D', 'E', 'H', 'I', 'J', 'K', 'M', 'O', 'Q']) as plan(id)
    union all select 'L', 2022, 1, 1200, 0, 0, 300, 1200
    union all select 'G', 2022, 1, 0, null, null, null, null
    union all select 'A', 2021, 1, 1200, null, null, null, null
    union all select 'D', 2021, 1, 1200, null, null, null, null
    union all select 'O', 2020, 1, 1200, null, null, null, null
    union all select 'N', 2022, version, 300 + 300 * version, null, null, null, null
        from range(1, 4) as plan(version);
insert into project_month (project_id, month, invested_ytd, progress, problem)
    values ('A', '2021-12', 1200, null, null), ('A', '2022-08', 500, '基础', '缺地'),
           ('A', '2022-09', 500, '基础', '缺地'), ('A', '2022-10', 500, '主体', '缺电'),
           ('B', '2022-08', 900, '设备', '缺钱'),
           ('C', '2022-08', 800, null, null), ('C', '2022-09', 900, null, null), ('C', '2022-10', 1100, null, null),
           ('D', '2021-11', 100, null, null), ('D', '2021-12', 100, null, null),
           ('D', '2022-08', 0, null, null), ('D', '2022-09', 0, null, null), ('D', '2022-10', 0, null, '停工'),
           ('E', '2022-10', 0, null, null), ('F', '2022-10', 5, null, null), ('G', '2022-10', 5, null, null),
           ('H', '2022-08', 100, null, null), ('I', '2022-08', 1200, null, null), ('I', '2022-09', 1200, null, null),
           ('I', '2022-10', 1200, null, null), ('J', '2022-08', 1050, null, null), ('J', '2022-09', 1050, null, null),
           ('J', '2022-10', 1050, null, null), ('K', '2022-10', 300, null, null), ('L', '2022-08', 100, null, null),
           ('L', '2022-09', 200, null, null), ('L', '2022-10', 300, null, null), ('M', '2022-08', 900, null, null),
           ('M', '2022-09', 950, null, null), ('M', '2022-10', 600, null, null), ('N', '2022-08', 400, null, null),
           ('N', '2022-09', 700, null, null), ('N', '2022-10', 990, null, null), ('O', '2020-12', 1200, null, null),
           ('O', '2022-10', 0, null, null);
insert into visit (visit_id, cadre_id, uscc, visited_on) values ('V1', 'K1', 'U1', '2022-11-05');
insert into dispatch (project_id, month, resolution, owner, due_on, done_on)
    values ('A', '2022-08', '催报', '局一', '2022-09-01', '2022-08-30'),
           ('A', '2022-09', '交地', '国土所', '2022-10-20', null),
           ('A', '2022-11', '以后再议', null, null, null),
           ('B', '2022-09', null, null, null, null),
           ('D', '2022-09', '复工', '局二', '2022-12-01', null),
           ('M', '2022-09', '核数', '局二', '2022-10-01', '2022-10-08');
